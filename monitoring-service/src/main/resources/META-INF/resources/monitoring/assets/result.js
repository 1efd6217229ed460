// The figures of each class and the confusion matrix of a run that has succeeded. They are in the model's configuration,
// which the model registry serves at the same address as this page when it is opened through the platform.
import { read } from "./api.js";
import { element, place } from "./dom.js";
import { number, percent, whole } from "./format.js";
import { text } from "./language.js";

let askedFor;

function classRow(figures) {
  return element("tr", {}, element("th", { scope: "row", translate: "no" }, figures.name), ...[
    whole(figures.support), ...[figures.precision, figures.recall, figures.f1, figures.averagePrecision].map((value) => number(value, 3)),
  ].map((value) => element("td", {}, value)));
}

/** A row for a true class: how many of its images were taken for which class, the darker the more. */
function matrixRow(name, counts) {
  const sum = counts.reduce((total, count) => total + count, 0);
  return element("tr", {}, element("th", { scope: "row", translate: "no" }, name), ...counts.map((count) => {
    const share = sum === 0 ? 0 : count / sum;
    const cell = element("td", { title: percent(share) }, whole(count));
    cell.style.setProperty("--share", `${(share * 40).toFixed(0)}%`);
    return cell;
  }));
}

function show({ perClass, confusionMatrix }) {
  place("classes").tBodies[0].replaceChildren(...perClass.map(classRow));
  const names = perClass.map((each) => each.name);
  const matrix = place("confusion");
  matrix.tHead.replaceChildren(element("tr", {}, element("th", { scope: "col" }, text("result.true")),
    ...names.map((name) => element("th", { scope: "col", translate: "no" }, name))));
  matrix.tBodies[0].replaceChildren(...confusionMatrix.map((counts, index) => matrixRow(names[index], counts)));
}

function say(key) {
  place("result-notice").textContent = key ? text(key) : "";
  place("result-notice").hidden = !key;
  place("result-tables").hidden = Boolean(key);
}

async function load(modelId) {
  try {
    const metrics = (await read(`/models/${modelId}`)).config?.metrics;
    if (metrics?.perClass && metrics.confusionMatrix) {
      show(metrics);
      say();
    } else {
      say("result.none");
    }
  } catch {
    say("result.unreachable");
    setTimeout(() => (askedFor = undefined), 10_000);
  }
}

/** Shows the result of a process that has one; asks for it until it has come. */
export function showResult({ status, modelId }) {
  place("result").hidden = status !== "SUCCEEDED" || !modelId;
  if (place("result").hidden || askedFor === modelId) return;
  askedFor = modelId;
  load(modelId);
}
