// The page of one process: figures, curves, log and events. Points come by server-sent events.
import { API, duration, element, every, notice, number, read, row, showEvents, significant, statusChip, time }
  from "./api.js";
import { Curves } from "./curves.js";

const processId = location.pathname.split("/").filter(Boolean).pop();
const base = `/monitoring/processes/${processId}`;
const page = Object.fromEntries(
  ["name", "status", "live", "facts", "header", "progress", "attempts", "log"].map((id) => [id, document.getElementById(id)]));
const curves = new Curves(document.getElementById("chart"), document.getElementById("curves"), document.getElementById("reset"));

let attempt; // shown now
let newestAttempt = 0;
let chosen = false; // the user picked an older attempt
let stream;

const FIGURES = [
  ["AP", "average precision on the test set", (h) => number(h.ap, 3)],
  ["t_loss", "train loss", (h) => significant(h.trainLoss)],
  ["LR", "learning rate", (h) => significant(h.learningRate)],
  ["Images", "images per second", (h) => (h.imagesPerSecond == null ? "–" : `${number(h.imagesPerSecond, 1)}/s`)],
  ["Batch Size", "images per iteration", (h) => h.batchSize ?? "–"],
  ["Iter", "iterations done, of all", (h) => (h.iteration == null ? "–" : `${h.iteration} / ${h.iterations ?? "?"}`)],
  ["Epoch", "passes over the train set", (h) => number(h.epoch, 2)],
  ["Device", "where the network is computed", (h) => h.device ?? "–"],
];

function showProcess(view) {
  document.title = `${view.name ?? "Training process"} · Trainyard`;
  page.name.textContent = view.name ?? processId;
  statusChip(page.status, view.status);
  page.header.replaceChildren(...FIGURES.map(([label, help, value]) =>
    element("div", {}, element("dt", { title: help }, label), element("dd", {}, String(value(view.header))))));
  const facts = [
    view.machineName && `on ${view.machineName}`,
    view.templateName && `template ${view.templateName}`,
    view.attempt > 1 && `attempt ${view.attempt}`,
    view.remainingSeconds != null && `${duration(view.remainingSeconds)} remaining`,
    view.failure && view.failure.message,
  ];
  page.facts.textContent = facts.filter(Boolean).join(" · ");
  const { iteration, iterations } = view.header;
  const done = iterations ? Math.min(100, (100 * (iteration ?? 0)) / iterations) : 0;
  page.progress.setAttribute("aria-valuenow", done.toFixed(0));
  page.progress.firstElementChild.style.width = `${done}%`;
}

function showEvaluations(points) {
  const evaluations = points.filter((point) => point.averagePrecision != null).reverse().slice(0, 200);
  document.querySelector("#evaluations tbody").replaceChildren(...evaluations.map((point) => row(
    String(point.iteration), number(point.averagePrecision, 4), number(point.accuracy, 4),
    significant(point.testLoss), time(point.time))));
}

const METRICS = ["learningRate", "trainLoss", "averagePrecision", "accuracy", "testLoss"];

/** The points that curves are made of, each with the values of all metrics that were chosen there. */
function pointsOf(series) {
  const points = new Map();
  for (const curve of series.curves) {
    curve.iterations.forEach((iteration, index) => {
      const point = points.get(iteration) ?? { iteration, epoch: curve.epochs[index], time: curve.times[index] };
      point[curve.metric] = curve.values[index];
      points.set(iteration, point);
    });
  }
  return [...points.values()];
}

function readSeries(more) {
  return read(`${base}/metrics?${METRICS.map((metric) => `metric=${metric}`).join("&")}&maxPoints=2000${more}`);
}

/** A long run is drawn from some of its points; looked at closer, it needs more of them. */
curves.onZoom = async (from, to) => {
  const shown = attempt;
  const series = await readSeries(`&attempt=${shown}&fromIteration=${from}&toIteration=${to}`).catch(() => undefined);
  if (series && shown === attempt) {
    pointsOf(series).forEach((point) => curves.add(point));
    curves.draw();
  }
};

async function loadAttempt(wanted) {
  const series = await readSeries(wanted ? `&attempt=${wanted}` : "");
  attempt = series.attempt;
  newestAttempt = Math.max(newestAttempt, ...series.attempts, 0);
  const points = pointsOf(series);
  curves.show(points);
  showEvaluations(points);
  showAttempts(series.attempts);
  return series.position;
}

function showAttempts(attempts) {
  page.attempts.hidden = attempts.length < 2;
  page.attempts.lastElementChild.replaceChildren(
    ...attempts.map((value) => element("option", { value, selected: value === attempt ? "" : undefined }, String(value))));
}

page.attempts.lastElementChild.addEventListener("change", async (event) => {
  const wanted = Number(event.target.value);
  chosen = wanted !== newestAttempt;
  await loadAttempt(wanted).then(follow, (error) => notice(error.message));
});

let refresh;
function soon(task) {
  refresh ??= setTimeout(() => {
    refresh = undefined;
    task();
  }, 250);
}

async function onPoint(event) {
  const point = JSON.parse(event.data);
  if (point.attempt > newestAttempt) {
    if (!chosen) {
      await start();
      return;
    }
    newestAttempt = point.attempt;
  }
  if (point.attempt === attempt) curves.add(point);
  soon(() => {
    curves.draw();
    showEvaluations(curves.points());
    showState();
  });
}

function follow(position) {
  stream?.close();
  stream = new EventSource(`${API}${base}/stream?after=${position}`);
  stream.onopen = () => showLive(true);
  stream.onmessage = onPoint;
  stream.onerror = () => {
    showLive(false);
    // The browser comes back by itself, except after an answer that is no stream.
    if (stream.readyState === EventSource.CLOSED) setTimeout(start, 3000);
  };
}

function showLive(on) {
  page.live.textContent = on ? "live" : "connecting…";
  page.live.classList.toggle("on", on);
}

async function showState() {
  try {
    showProcess(await read(base));
    notice("");
  } catch (error) {
    notice(error.status === 404 ? "Nothing is known of this process yet. The page waits for it." : error.message);
  }
}

async function start() {
  try {
    const position = await loadAttempt(chosen ? attempt : undefined);
    follow(position);
  } catch {
    showLive(false);
    setTimeout(start, 3000);
  }
}

let logAttempt;
let lastLine;
async function showLog() {
  if (!document.getElementById("log-details").open) return;
  const answer = await read(`${base}/log${lastLine === undefined ? "" : `?attempt=${logAttempt}&afterLine=${lastLine}`}`);
  if (answer.attempt === 0) return;
  const atEnd = page.log.scrollTop + page.log.clientHeight >= page.log.scrollHeight - 20;
  page.log.append(...answer.lines.map((line) => `${new Date(line.time).toLocaleTimeString()}  ${line.text}\n`));
  [logAttempt, lastLine] = [answer.attempt, answer.lastLine];
  if (newestAttempt > logAttempt) [logAttempt, lastLine] = [newestAttempt, 0];
  if (atEnd) page.log.scrollTop = page.log.scrollHeight;
}

async function showHistory() {
  if (document.getElementById("events-details").open) {
    showEvents((await read(`/journal?processId=${processId}&size=100`)).items);
  }
}

const details = () => Promise.all([showLog(), showHistory()]).catch((error) => notice(error.message));
for (const place of document.querySelectorAll("details")) place.addEventListener("toggle", details);

start();
every(3000, showState);
every(3000, details);
