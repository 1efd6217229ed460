// The page of one machine: how busy it was, and is.
import { read } from "./api.js";
import { element, every, notice, place, row, showLive } from "./dom.js";
import { bytes, percent, time, whole } from "./format.js";
import { text } from "./language.js";
import { LoadPlot } from "./load-plot.js";
import { setUp } from "./settings.js";

const RANGES = [1, 6, 24, 168, 720, 2160];
const MOST_ROWS = 200;
/** A colour for each GPU, the same for its load and its memory. */
const HUES = ["--precision", "--other-1", "--other-2", "--other-3", "--other-4"];

const machineId = location.pathname.split("/").filter(Boolean).pop();

setUp();
place("range").append(...RANGES.map((hours) => element("option", { value: hours }, text(`range.${hours}`))));
place("range").value = "6";
place("value").append(...["mean", "peak"].map((each) => element("option", { value: each }, text(`load.${each}`))));

const plot = new LoadPlot(place("chart"));
const gpuPlot = new LoadPlot(place("gpu-chart"));
let closer; // from and to in seconds, when the user looks closer
let asked = 0;

const hue = (index) => HUES[index % HUES.length];
const shares = (values, all) => values.map((value) => (value == null || !all ? null : Math.min(1, value / all)));
const last = (values) => values.findLast((value) => value != null);
const loadOf = (gpu) => text("load.gpu", { index: gpu.index });
const memoryOf = (gpu) => text("load.gpuMemory", { index: gpu.index });

function showFigures({ hardware, cpuFraction, memoryUsedBytes, freeDiskBytes, gpus }) {
  const figures = [
    [text("column.processor"), percent(last(cpuFraction.mean))],
    [text("column.memory"), bytes(last(memoryUsedBytes.mean))],
    [text("column.disk"), bytes(last(freeDiskBytes.mean))],
    ...gpus.map((gpu) => [loadOf(gpu), percent(last(gpu.utilisation.mean))]),
  ];
  place("header").replaceChildren(...figures.map(([label, value]) =>
    element("div", {}, element("dt", {}, label), element("dd", {}, value))));
  const facts = hardware ? [
    hardware.operatingSystem, hardware.cpuModel, text("load.cores", { cores: whole(hardware.cpuCores) }), bytes(hardware.memoryBytes),
    ...hardware.gpus.map((gpu) => `${gpu.name}, ${bytes(gpu.memoryBytes)}`)] : [];
  place("facts").replaceChildren(...facts.filter(Boolean).map((fact) => element("li", {}, fact)));
}

function showCurves(history) {
  const which = place("value").value;
  const times = history.times.map((each) => Date.parse(each) / 1000);
  plot.show(times, [
    { label: text("load.running"), values: history.running, color: "--muted", isBackground: true },
    { label: text("column.processor"), values: history.cpuFraction[which], color: "--loss" },
    { label: text("column.memory"), values: shares(history.memoryUsedBytes[which], history.hardware?.memoryBytes), color: "--rate" },
  ]);
  place("gpus").hidden = history.gpus.length === 0;
  if (place("gpus").hidden) return;
  gpuPlot.show(times, history.gpus.flatMap((gpu) => {
    const memory = history.hardware?.gpus.find((each) => each.index === gpu.index)?.memoryBytes;
    return [
      { label: loadOf(gpu), values: gpu.utilisation[which], color: hue(gpu.index) },
      { label: memoryOf(gpu), values: shares(gpu.memoryUsedBytes[which], memory), color: hue(gpu.index), dash: [6, 4] },
    ];
  }));
}

/** For who cannot see the curves, and for who wants numbers. */
function showTable(history) {
  const which = place("value").value;
  const columns = [text("axis.time"), text("column.processor"), text("column.memory"), text("column.disk"), text("load.running"),
    ...history.gpus.flatMap((gpu) => [loadOf(gpu), memoryOf(gpu)])];
  place("values").tHead.rows[0].replaceChildren(...columns.map((each) => element("th", { scope: "col" }, each)));
  const rows = history.times.map((each, index) => [each, index]).reverse()
    .filter(([, index]) => history.running[index] != null).slice(0, MOST_ROWS)
    .map(([each, index]) => row(
      time(each), percent(history.cpuFraction[which][index]), bytes(history.memoryUsedBytes[which][index]),
      bytes(history.freeDiskBytes[which][index]), percent(history.running[index]),
      ...history.gpus.flatMap((gpu) => [percent(gpu.utilisation[which][index]), bytes(gpu.memoryUsedBytes[which][index])])));
  place("values").tBodies[0].replaceChildren(...rows);
}

function range() {
  if (closer) return closer;
  const now = Date.now() / 1000;
  return { from: now - place("range").value * 3600, to: now };
}

async function load() {
  const mine = ++asked;
  const { from, to } = range();
  const instant = (seconds) => new Date(seconds * 1000).toISOString();
  try {
    const history = await read(
      `/monitoring/machines/${machineId}/load/history?from=${instant(from)}&to=${instant(to)}&maxPoints=600`);
    if (mine !== asked) return; // the user has asked for another range meanwhile
    place("name").textContent = history.name ?? machineId;
    document.title = text("title.named", { name: history.name ?? machineId });
    showFigures(history);
    showCurves(history);
    showTable(history);
    notice("");
    showLive(true);
  } catch (error) {
    notice(error.status === 404 ? text("load.unknown") : error.message);
    showLive(false, text("live.waiting"));
  }
}

function lookCloser(wanted) {
  closer = wanted;
  place("reset").hidden = !closer;
  load();
}

place("range").addEventListener("change", () => lookCloser(undefined));
place("value").addEventListener("change", load);
place("reset").addEventListener("click", () => lookCloser(undefined));
plot.onZoom = gpuPlot.onZoom = (from, to) => lookCloser({ from, to: Math.max(to, from + 60) });
every(10_000, load);
