// Light, dark, or as the system is: the dark colours are a style sheet of their own.
import { recall, remember } from "./memory.js";

export const THEMES = ["auto", "light", "dark"];

const MEDIA = { auto: "(prefers-color-scheme: dark)", light: "not all", dark: "all" };
const sheet = document.getElementById("dark");
const listeners = [];
const tell = () => listeners.forEach((listener) => listener());

export const theme = () => THEMES.find((each) => each === recall("theme")) ?? "auto";

function apply(chosen) {
  sheet.media = MEDIA[chosen];
  tell();
}

export function chooseTheme(chosen) {
  remember("theme", chosen);
  apply(chosen);
}

/** Colours of a canvas do not follow a style sheet by themselves. */
export function onTheme(listener) {
  listeners.push(listener);
}

apply(theme());
sheet.addEventListener("load", tell);
matchMedia(MEDIA.auto).addEventListener("change", tell);
