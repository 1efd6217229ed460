// The hints in words: what looks bad, and what to change.
import { element, place } from "./dom.js";
import { hints } from "./hints.js";
import { text } from "./language.js";

let shown = "";

export function showHints(points, run) {
  const rules = hints(points, run);
  if (rules.join() === shown) return; // said once, not every few seconds, to who listens
  shown = rules.join();
  place("hints").replaceChildren(...rules.map((rule) =>
    element("li", { "data-rule": rule }, element("strong", {}, text(`hint.${rule}`)), " ", text(`advice.${rule}`))));
  place("hints-section").hidden = rules.length === 0;
}
