// Buttons that show and hide the curves, and all that was measured at the cursor.
import { nearest, positionOn } from "./axis.js";
import { element, verbatim } from "./dom.js";
import { number, time, whole } from "./format.js";
import { text } from "./language.js";
import { CURVES, valueText } from "./plot.js";
import { METRICS } from "./series.js";

/** Puts the buttons into the page; returns what toggles a curve from elsewhere. */
export function legend(place, curves) {
  const buttons = CURVES.map(({ key, scale }) => {
    const button = element("button", { type: "button", "aria-pressed": "true" },
      element("span", { class: `line ${scale}`, "aria-hidden": "true" }), text(`curve.${key}`));
    button.addEventListener("click", () => toggle(key));
    return button;
  });
  const toggle = (key) => {
    const index = CURVES.findIndex((curve) => curve.key === key);
    buttons[index].setAttribute("aria-pressed", String(curves.toggle(key)));
  };
  place.replaceChildren(...buttons);
  return toggle;
}

/** The newest value of a metric at a point or before it. */
function lastOf(points, key, iteration) {
  for (let index = points.length - 1; index >= 0; index -= 1) {
    const point = points[index];
    if (point.iteration <= iteration && point[key] != null) return point;
  }
  return undefined;
}

function valueAt(points, key, point) {
  const measured = lastOf(points, key, point.iteration);
  const value = valueText(key, measured?.[key]);
  return !measured || measured.iteration === point.iteration
    ? value
    : text("readout.earlier", { value, iteration: whole(measured.iteration) });
}

function runValues(run, axis, point) {
  const shift = axis === "time" ? run.shift : 0;
  const there = nearest(run.points, axis, positionOn(axis)(point) - shift);
  if (!there) return undefined;
  const [loss, precision] = ["trainLoss", "averagePrecision"].map((key) => valueAt(run.points, key, there));
  return text("readout.run", { loss, precision });
}

/** What was measured at a point, each with its label. */
function readings(point, points, runs, axis) {
  return [
    [text("axis.iteration"), whole(point.iteration)],
    [text("axis.epoch"), number(point.epoch, 2)],
    [text("axis.time"), time(point.time)],
    ...METRICS.map((key) => [text(`curve.${key}`), valueAt(points, key, point)]),
    ...runs.map((run) => [verbatim(run.name), runValues(run, axis, point)]),
  ];
}

export function showReadings(place, point, points, runs, axis) {
  place.replaceChildren(...(point ? readings(point, points, runs, axis) : []).map(([label, value]) =>
    element("div", {}, element("dt", {}, label), element("dd", {}, value))));
}
