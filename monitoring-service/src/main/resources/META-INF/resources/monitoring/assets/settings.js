// The choice of language and colours, and the way out, in the head of all pages.
import { element, place } from "./dom.js";
import { applyTexts, language, LANGUAGES, switchLanguage, text } from "./language.js";
import { leaveButton } from "./session.js";
import { chooseTheme, theme, THEMES } from "./theme.js";

function choice(id, label, options, chosen, choose) {
  const select = element("select", { id, "aria-label": label },
    ...options.map(([value, name, attributes]) =>
      element("option", { value, selected: value === chosen ? "" : undefined, ...attributes }, name)));
  select.addEventListener("change", () => choose(select.value));
  return select;
}

/** The texts of the page, and its settings. */
export function setUp() {
  applyTexts();
  place("settings").append(
    choice("language", text("settings.language"),
      Object.entries(LANGUAGES).map(([code, name]) => [code, name, { lang: code, translate: "no" }]), language, switchLanguage),
    choice("theme", text("settings.theme"), THEMES.map((each) => [each, text(`theme.${each}`)]), theme(), chooseTheme),
    leaveButton());
}
