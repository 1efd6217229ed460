// The page of one process: figures, curves, log and events. Points come by server-sent events.
import { axisSwitch, firstAxis } from "./axis-switch.js";
import { Comparison } from "./comparison.js";
import { Curves } from "./curves.js";
import { element, every, notice, place, showLive } from "./dom.js";
import { whole } from "./format.js";
import { follow as followEvents } from "./event-stream.js";
import { showHeader } from "./header.js";
import { showHints } from "./hints-panel.js";
import { readEvents, readLog } from "./history.js";
import { listenToKeys } from "./keys.js";
import { text } from "./language.js";
import { legend, showReadings } from "./legend.js";
import { isThinned, pointsOf, readProcess, readSeries } from "./series.js";
import { showResult } from "./result.js";
import { setUp } from "./settings.js";
import { showValues } from "./values-table.js";

const processId = location.pathname.split("/").filter(Boolean).pop();

let attempt; // shown now
let newestAttempt = 0;
let loads = 0; // how many attempts were asked for: only the last one is shown
let chosen = false; // the user picked an older attempt
let gaps = [];
let thinned = false;
let iterations;
let closeStream;
let axis = firstAxis();

setUp();

/** Where reports were lost, where an attempt that goes on from a checkpoint begins, and checkpoints; in iterations. */
function marks() {
  const lost = gaps.map((gap) => ({ from: gap.afterIteration, to: gap.beforeIteration, title: gapText(gap) }));
  const points = curves.points();
  const first = points[0]?.iteration;
  const begin = attempt > 1 && first !== undefined ? [{ from: first, to: first, title: text("mark.attempt", { attempt }) }] : [];
  const checkpoints = points.filter((point) => point.checkpoint).map(({ checkpoint }) =>
    ({ from: checkpoint, to: checkpoint, isTick: true, title: text("mark.checkpoint", { iteration: whole(checkpoint) }) }));
  return [...lost, ...begin, ...checkpoints];
}

const gapText = ({ reports, afterIteration, beforeIteration }) =>
  text("mark.gap", { reports: whole(reports), from: whole(afterIteration), to: whole(beforeIteration) });

const chart = place("chart");
const curves = new Curves(chart, place("reset"), axis, marks);
const comparison = new Comparison(processId, () => curves.points()[0]?.seconds, (runs) => curves.compare(runs));
curves.onPoint = (point) => showReadings(place("readout"), point, curves.points(), comparison.runs, axis);
const chooseAxis = axisSwitch(place("axes"), (next) => {
  axis = next;
  curves.countIn(next);
});
const toggle = legend(place("curves"), curves);
listenToKeys(place("chart-section"), { curves, chooseAxis, toggle, say: (point) => {
  if (point) place("spoken").textContent = [...place("readout").children].map((each) => [...each.children].map((part) => part.textContent).join(" ")).join(", ");
} });

/** A long run is drawn from some of its points; looked at closer, it needs more of them. */
curves.onZoom = async (fromIteration, toIteration) => {
  const shown = attempt;
  const series = await readSeries(processId, { attempt: shown, fromIteration, toIteration }).catch(() => undefined);
  if (series && shown === attempt) {
    pointsOf(series).forEach((point) => curves.addDetail(point));
    curves.draw();
  }
};

function take(series) {
  ({ attempt } = series);
  thinned = isThinned(series);
  newestAttempt = Math.max(newestAttempt, ...series.attempts, 0);
  showGaps(series.gaps);
}

function showGaps(now) {
  gaps = now;
  place("gaps").replaceChildren(...gaps.slice(0, 5).map((gap) => element("li", {}, gapText(gap))));
}

/** Shows an attempt and follows what comes; not if another one was asked for meanwhile. */
async function showAttempt(wanted) {
  const load = ++loads;
  const series = await readSeries(processId, { attempt: wanted });
  if (load !== loads) return;
  take(series);
  const points = pointsOf(series);
  curves.show(points);
  showValues(points);
  showAttempts(series.attempts);
  follow(series.position);
}

/** Reports that are late fill a gap, and new gaps come; the stream does not tell. */
async function readGaps() {
  if (attempt === undefined) return;
  const before = JSON.stringify(gaps);
  const shown = attempt;
  const series = await readSeries(processId, { metrics: ["trainLoss"], maxPoints: 4, attempt: shown || undefined });
  if (shown !== attempt) return;
  showGaps(series.gaps);
  if (JSON.stringify(gaps) !== before) curves.draw();
}

function showAttempts(attempts) {
  place("attempts").hidden = attempts.length < 2;
  place("attempts").querySelector("select").replaceChildren(
    ...attempts.map((value) => element("option", { value, selected: value === attempt ? "" : undefined }, String(value))));
}

place("attempts").addEventListener("change", async (event) => {
  const wanted = Number(event.target.value);
  chosen = wanted !== newestAttempt;
  await showAttempt(wanted).catch((error) => notice(error.message));
});

let refresh;
function soon(task) {
  refresh ??= setTimeout(() => {
    refresh = undefined;
    task();
  }, 250);
}

async function onPoint(data) {
  const point = JSON.parse(data);
  if (point.attempt > newestAttempt) {
    newestAttempt = point.attempt;
    if (!chosen) {
      await start();
      return;
    }
  }
  if (point.attempt === attempt) curves.add(point);
  soon(() => {
    curves.draw();
    showValues(curves.overview());
    showState();
  });
}

function follow(position) {
  closeStream?.();
  closeStream = followEvents(`/monitoring/processes/${processId}/stream?after=${position}`, {
    opened: () => showLive(true),
    received: onPoint,
    ended: () => {
      showLive(false, text("live.connecting"));
      setTimeout(start, 3000);
    },
  });
}

async function showState() {
  try {
    const view = await readProcess(processId);
    ({ iterations } = view.header);
    showHeader(view, processId);
    showHints(curves.overview(), { iterations, isThinned: thinned });
    showResult(view);
    comparison.of(view.templateId);
    notice("");
  } catch (error) {
    notice(error.status === 404 ? text("error.unknownProcess") : error.message);
  }
}

async function start() {
  try {
    await showAttempt(chosen ? attempt : undefined);
  } catch {
    showLive(false, text("live.connecting"));
    setTimeout(start, 3000);
  }
}

const details = () =>
  Promise.all([readLog(processId, newestAttempt), readEvents(processId), showValues(curves.overview())]).catch((error) => notice(error.message));
for (const each of document.querySelectorAll("details")) each.addEventListener("toggle", details);

// A browser keeps pages that were left, and their streams with them; of those it opens six to a host at most, and then
// no page comes any more.
addEventListener("pagehide", () => closeStream?.());
addEventListener("pageshow", (event) => event.persisted && start());

start();
every(3000, showState);
every(3000, details);
every(10_000, () => readGaps().catch(() => {}));
