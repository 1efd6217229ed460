// The language of the page: as ?lang= says, else as chosen before, else the browser's.
import { recall, remember } from "./memory.js";
import en from "./texts/en.js";
import ru from "./texts/ru.js";

const TEXTS = { en, ru };
/** Languages by their codes, each named in itself. */
export const LANGUAGES = { en: "English", ru: "Русский" };

const known = (code) => Object.keys(TEXTS).find((each) => each === code?.toLowerCase().split("-")[0]);
const asked = known(new URLSearchParams(location.search).get("lang"));
if (asked) remember("language", asked);

export const language = asked ?? known(recall("language")) ?? navigator.languages.map(known).find(Boolean) ?? "en";

/** The language as it is written where the user lives, for numbers and dates. */
export const locale = navigator.languages.find((each) => known(each) === language) ?? language;

/** The text of a key; {names} in it stand for the values. */
export function text(key, values = {}) {
  return textOr(key, undefined, values) ?? missing(key);
}

/** The text of a key that comes from data, or what is to stand there when there is none. */
export function textOr(key, fallback, values = {}) {
  return TEXTS[language][key]?.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") ?? fallback;
}

/** As text, but the values may be elements too. */
export function nodes(key, values) {
  return text(key, Object.fromEntries(Object.keys(values).map((name) => [name, `{${name}}`])))
    .split(/(\{\w+\})/)
    .map((part) => (/^\{\w+\}$/.test(part) ? values[part.slice(1, -1)] : part));
}

function missing(key) {
  throw new Error(`no text for ${key}`);
}

/** Fills in the texts of the page as it was served. */
export function applyTexts() {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll("[data-text]")) place.textContent = text(place.dataset.text);
  for (const [attribute, name] of [["aria-label", "label"], ["title", "title"], ["placeholder", "placeholder"]]) {
    for (const place of document.querySelectorAll(`[data-${name}]`)) place.setAttribute(attribute, text(place.dataset[name]));
  }
}

/** Loads the page again in another language. */
export function switchLanguage(code) {
  remember("language", code);
  const address = new URL(location.href);
  address.searchParams.delete("lang");
  history.replaceState(null, "", address);
  location.reload();
}
