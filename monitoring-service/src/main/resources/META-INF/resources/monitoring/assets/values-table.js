// The curves as a table, for those who read better than they see, and the evaluations.
import { element, place, row } from "./dom.js";
import { number, time, whole } from "./format.js";
import { text } from "./language.js";
import { valueText } from "./plot.js";
import { METRICS } from "./series.js";

const MOST_ROWS = 50;
const MOST_EVALUATIONS = 200;

/** So many of the items at equal distances, the first and the last among them. */
function sampled(items, most) {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) => items[Math.round((index * (items.length - 1)) / (most - 1))]);
}

function valuesRow(point) {
  return element("tr", {},
    element("th", { scope: "row" }, whole(point.iteration)),
    ...[number(point.epoch, 2), time(point.time), ...METRICS.map((key) => valueText(key, point[key]))].map((value) =>
      element("td", {}, value)));
}

/** Fills the tables that are open. */
export function showValues(points) {
  if (place("values-details").open) {
    const rows = sampled(points, MOST_ROWS);
    place("values").caption.textContent = text("values.caption", { shown: whole(rows.length), total: whole(points.length) });
    place("values").tBodies[0].replaceChildren(...rows.map(valuesRow));
  }
  if (place("evaluations-details").open) {
    const evaluations = points.filter((point) => point.averagePrecision != null).reverse().slice(0, MOST_EVALUATIONS);
    place("evaluations").tBodies[0].replaceChildren(...evaluations.map((point) => row(
      whole(point.iteration), ...["averagePrecision", "accuracy", "testLoss"].map((key) => valueText(key, point[key])), time(point.time))));
  }
}
