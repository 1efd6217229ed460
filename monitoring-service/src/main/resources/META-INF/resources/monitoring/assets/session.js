// Who looks: a token that the user brings. This tab keeps it, and it is part of no address that is sent.
import { element } from "./dom.js";
import { text } from "./language.js";

const NAME = "trainyard.token";

let kept; // by a browser that keeps nothing
let dialog;

/** The token, or undefined. */
export function token() {
  try {
    return sessionStorage.getItem(NAME) ?? kept;
  } catch {
    return kept;
  }
}

function keep(value) {
  kept = value;
  try {
    if (value) sessionStorage.setItem(NAME, value);
    else sessionStorage.removeItem(NAME);
  } catch {
    // It then holds until the page is left.
  }
}

/** What a request says to show it. */
export const authorization = () => ({ Authorization: `Bearer ${token()}` });

/** Takes it from behind the #, where a link may bring it, and leaves no trace of it there. */
function takeFromAddress() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  if (!fragment.has("token")) return;
  keep(fragment.get("token"));
  fragment.delete("token");
  const rest = fragment.toString();
  history.replaceState(history.state, "", location.pathname + location.search + (rest && `#${rest}`));
}

/** Asks for one; the page is then read anew. Who closes the question is not asked again. */
export function askForToken() {
  if (dialog) return;
  const input = element("input", { id: "token", type: "password", autocomplete: "off", spellcheck: "false", required: "" });
  const form = element("form", {},
    element("h2", { id: "session-title" }, text("session.title")),
    element("p", {}, text(token() ? "session.refused" : "session.none")),
    element("p", { class: "hint" }, text("session.where"), " ", element("code", { translate: "no" }, "./trainyard token viewer")),
    element("label", { for: "token" }, text("session.token")), input,
    element("button", {}, text("session.enter")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(input.value.trim());
    location.reload();
  });
  dialog = element("dialog", { id: "session", "aria-labelledby": "session-title" }, form);
  document.body.append(dialog);
  dialog.showModal();
}

/** A button that forgets the token. */
export function leaveButton() {
  const button = element("button", { id: "leave", type: "button" }, text("session.leave"));
  button.addEventListener("click", () => {
    keep(undefined);
    location.reload();
  });
  return button;
}

takeFromAddress();
