// The chart without a mouse; letters go by their place on the keyboard, so that they work in every layout.
import { element, place } from "./dom.js";
import { text } from "./language.js";

const LEAP = 10;

/** What is listed for the user: the keys, and the text of what they do. */
const LIST = [
  ["← →", "keys.step"], ["Shift ← →", "keys.leap"], ["Home End", "keys.ends"], ["+ −", "keys.zoom"], ["0", "keys.all"],
  ["E I T", "keys.axis"], ["1 2 3", "keys.curves"], ["Esc", "keys.leave"], ["?", "keys.help"],
];

const dialog = place("keys");

export function showKeys() {
  dialog.showModal();
}

/** Lists the keys and listens to them while the chart has the focus, or nothing has. */
export function listenToKeys(chart, { curves, chooseAxis, toggle, say }) {
  place("keys-list").replaceChildren(...LIST.flatMap(([keys, does]) =>
    [element("dt", {}, ...keys.split(" ").map((key) => element("kbd", { translate: "no" }, key))), element("dd", {}, text(does))]));
  place("keys-close").addEventListener("click", () => dialog.close());
  place("keys-open").addEventListener("click", showKeys);

  const step = (count) => () => say(curves.step(count));
  const byKey = {
    ArrowLeft: (event) => step(event.shiftKey ? -LEAP : -1)(),
    ArrowRight: (event) => step(event.shiftKey ? LEAP : 1)(),
    "+": () => curves.scale(0.5), "=": () => curves.scale(0.5), "-": () => curves.scale(2), 0: () => curves.showAll(),
    1: () => toggle("learningRate"), 2: () => toggle("trainLoss"), 3: () => toggle("averagePrecision"),
    Escape: () => curves.leave(), "?": showKeys,
  };
  const inChart = { Home: step(-Infinity), End: step(Infinity) };
  const byPlace = { KeyE: () => chooseAxis("epoch"), KeyI: () => chooseAxis("iteration"), KeyT: () => chooseAxis("time") };

  document.addEventListener("keydown", (event) => {
    const isInChart = chart.contains(event.target) && !event.target.closest("select");
    if (event.ctrlKey || event.altKey || event.metaKey || !(isInChart || event.target === document.body)) return;
    const action = byKey[event.key] ?? (isInChart ? inChart[event.key] : undefined) ?? byPlace[event.code];
    if (!action) return;
    event.preventDefault();
    action(event);
  });
}
