// What the x axis counts in: as the address says (#x=time), else as chosen before, else epochs.
import { AXES } from "./axis.js";
import { element } from "./dom.js";
import { text } from "./language.js";
import { recall, remember } from "./memory.js";

const known = (name) => AXES.find((axis) => axis === name);
const fromAddress = () => known(new URLSearchParams(location.hash.slice(1)).get("x"));

export const firstAxis = () => fromAddress() ?? known(recall("axis")) ?? AXES[0];

/** Puts the switch into the page; returns what chooses an axis from elsewhere. */
export function axisSwitch(place, onChange) {
  const buttons = AXES.map((axis) => {
    const button = element("button", { type: "button", "data-axis": axis }, text(`axis.${axis}`));
    button.addEventListener("click", () => choose(axis));
    return button;
  });
  const press = (axis) => buttons.forEach((each) => each.setAttribute("aria-pressed", String(each.dataset.axis === axis)));

  function choose(axis) {
    press(axis);
    remember("axis", axis);
    history.replaceState(null, "", `#x=${axis}`);
    onChange(axis);
  }

  place.replaceChildren(...buttons);
  press(firstAxis());
  addEventListener("hashchange", () => fromAddress() && choose(fromAddress()));
  return choose;
}
