// All processes, machines and the newest events, read anew every few seconds.
import { read } from "./api.js";
import { element, emptyRow, every, keepRows, notice, place, showLive, statusChip, verbatim } from "./dom.js";
import { bytes, duration, NONE, number, percent, significant, time, whole } from "./format.js";
import { showEvents } from "./history.js";
import { text, textOr } from "./language.js";
import { showServiceState } from "./service-state.js";
import { setUp } from "./settings.js";
import { sorting } from "./sorting.js";

const MOST_PROCESSES = 200;
const STATUSES = ["CREATED", "STARTING", "RUNNING", "STOPPING", "SUCCEEDED", "FAILED", "STOPPED"];

setUp();
place("status-filter").append(...STATUSES.map((status) => element("option", { value: status }, text(`status.${status}`))));

let processes = { items: [], total: 0 };
let machines = { items: [] };

const progress = (iteration, iterations) =>
  iteration == null ? NONE : `${whole(iteration)} / ${iterations == null ? "?" : whole(iterations)}`;

function processCells({ processId, name, status, machineName, header, remainingSeconds, updatedAt }) {
  return [
    element("a", { href: `/monitoring/${processId}`, translate: "no" }, name ?? processId),
    statusChip(element("span"), status),
    verbatim(machineName ?? NONE),
    progress(header.iteration, header.iterations),
    significant(header.trainLoss),
    number(header.ap, 3),
    duration(remainingSeconds),
    time(updatedAt),
  ];
}

function bar(fraction, label) {
  return element("span", { class: "bar" },
    element("meter", { min: 0, max: 1, high: 0.9, value: fraction ?? 0, "aria-label": label }), ` ${label}`);
}

function gpus(machine) {
  const loads = machine.load?.gpus ?? [];
  if (loads.length === 0) return NONE;
  return element("span", {}, ...loads.map((gpu) =>
    bar(gpu.utilisation, `${percent(gpu.utilisation)} · ${bytes(gpu.memoryUsedBytes)}`)));
}

function stateOf(machine) {
  if (machine.name == null) return text("machine.unregistered");
  if (!machine.enabled) return text("machine.disabled");
  return machine.available ? text("machine.available") : text("machine.away");
}

function doing({ run }) {
  if (!run?.processId) return NONE;
  const done = run.iterations ? ` ${progress(run.iteration, run.iterations)}` : "";
  return element("a", { href: `/monitoring/${run.processId}` }, `${run.phase ? textOr(`phase.${run.phase}`, run.phase) : ""}${done}`);
}

function machineCells(machine) {
  const { load, hardware } = machine;
  const memory = load && hardware ? load.memoryUsedBytes / hardware.memoryBytes : null;
  return [
    element("a", { href: `/monitoring/machines/${machine.machineId}`, translate: "no" }, machine.name ?? machine.machineId),
    verbatim(machine.address ?? NONE),
    stateOf(machine),
    load ? bar(load.cpuFraction, percent(load.cpuFraction)) : NONE,
    load ? bar(memory, text("machine.memory", { used: bytes(load.memoryUsedBytes), all: bytes(hardware?.memoryBytes) })) : NONE,
    gpus(machine),
    bytes(load?.freeDiskBytes),
    doing(machine),
    time(machine.reportedAt),
  ];
}

const inOrder = sorting(place("processes"), {
  name: (each) => each.name ?? each.processId,
  status: (each) => STATUSES.indexOf(each.status),
  machine: (each) => each.machineName,
  iteration: (each) => each.header.iteration,
  loss: (each) => each.header.trainLoss,
  precision: (each) => each.header.ap,
  remaining: (each) => each.remainingSeconds,
  updated: (each) => each.updatedAt && Date.parse(each.updatedAt),
}, () => show());

function isWanted(process, words) {
  const told = [process.name, process.processId, process.machineName, process.templateName].join(" ").toLowerCase();
  return words.every((word) => told.includes(word));
}

function fill(table, items, keyOf, cellsOf, empty) {
  if (items.length === 0) emptyRow(table, empty);
  else keepRows(table.tBodies[0], items, keyOf, cellsOf);
}

function show() {
  const words = place("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = inOrder(processes.items.filter((process) => isWanted(process, words)));
  const isFiltered = words.length > 0 || place("status-filter").value !== "";
  fill(place("processes"), wanted, (each) => each.processId, processCells, isFiltered ? "processes.noneFound" : "processes.none");
  fill(place("machines"), machines.items, (each) => each.machineId, machineCells, "machines.none");
  place("shown").textContent = processes.total > processes.items.length
    ? text("processes.newest", { shown: whole(wanted.length), read: whole(processes.items.length), total: whole(processes.total) })
    : text("processes.shown", { shown: whole(wanted.length), total: whole(processes.total) });
}

async function refresh() {
  const status = place("status-filter").value;
  try {
    const [found, loads, journal] = await Promise.all([
      read(`/monitoring/processes?size=${MOST_PROCESSES}${status && `&status=${status}`}`),
      read("/monitoring/machines/load?size=500"), read("/journal?after=start&size=15")]);
    if (status !== place("status-filter").value) return; // changed meanwhile; that answer comes
    [processes, machines] = [found, loads];
    show();
    showEvents(journal.items);
    notice("");
    showLive(true);
  } catch (error) {
    notice(error.message);
    showLive(false, text("live.waiting"));
  }
}

place("search").addEventListener("input", show);
place("status-filter").addEventListener("change", refresh);
every(3000, refresh);
every(10_000, () => read("/status").then(showServiceState, () => {}));
