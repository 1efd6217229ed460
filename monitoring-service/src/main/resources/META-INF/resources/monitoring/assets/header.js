// What stands above the chart: the newest figures, how the process is, and how long it will take.
import { element, place, statusChip, verbatim } from "./dom.js";
import { duration, NONE, number, significant, time, whole } from "./format.js";
import { nodes, text, textOr } from "./language.js";

const FIGURES = [
  ["figure.ap", (header) => number(header.ap, 3)],
  ["figure.loss", (header) => significant(header.trainLoss)],
  ["figure.rate", (header) => significant(header.learningRate)],
  ["figure.images", (header) =>
    header.imagesPerSecond == null ? NONE : text("figure.perSecond", { value: number(header.imagesPerSecond, 1) })],
  ["figure.batch", (header) => whole(header.batchSize)],
  ["figure.iteration", (header) =>
    header.iteration == null ? NONE : `${whole(header.iteration)} / ${header.iterations == null ? "?" : whole(header.iterations)}`],
  ["figure.epoch", (header) => number(header.epoch, 2)],
  ["figure.device", (header) => header.device ?? NONE],
];

function figure([key, value], header) {
  return element("div", {},
    element("dt", { title: text(`${key}.help`) }, text(key)),
    element("dd", { translate: key === "figure.device" ? "no" : undefined }, String(value(header))));
}

/** The remaining time, and between which limits it lies in nine of ten cases. */
export function remaining(view) {
  if (view.remainingSeconds == null) return undefined;
  const { remainingSecondsLow: low, remainingSecondsHigh: high } = view.latest ?? {};
  const left = { time: duration(view.remainingSeconds) };
  return low == null || high == null
    ? text("fact.remaining", left)
    : text("fact.remainingBand", { ...left, low: duration(low), high: duration(high) });
}

function failure({ cause, message }) {
  return [textOr(`cause.${cause}`, cause), ": ", verbatim(message)];
}

function facts(view) {
  return [
    view.machineName && nodes("fact.machine", { machine: verbatim(view.machineName) }),
    view.templateName && nodes("fact.template", { template: verbatim(view.templateName) }),
    view.attempt > 0 && [text("fact.attempt", { attempt: view.attempt })],
    [remaining(view)],
    view.updatedAt && [text("fact.updated", { time: time(view.updatedAt) })],
    view.failure && failure(view.failure),
  ].filter((fact) => fact && fact[0] !== undefined);
}

export function showHeader(view, processId) {
  document.title = text("title.named", { name: view.name ?? text("title.process") });
  place("name").replaceChildren(view.name == null ? processId : view.name);
  statusChip(place("status"), view.status);
  place("header").replaceChildren(...FIGURES.map((each) => figure(each, view.header)));
  place("facts").replaceChildren(...facts(view).map((fact) => element("li", {}, ...fact)));
  const { iteration, iterations } = view.header;
  const done = iterations ? Math.min(100, (100 * (iteration ?? 0)) / iterations) : 0;
  place("progress").setAttribute("aria-valuenow", done.toFixed(0));
  place("progress").firstElementChild.style.width = `${done}%`;
}
