// All processes, machines and the newest events, read anew every few seconds.
import { bytes, duration, element, every, notice, number, percent, read, row, showEvents, significant, statusChip, time }
  from "./api.js";

function processRow(process) {
  const chip = element("span");
  statusChip(chip, process.status);
  const { header } = process;
  const done = header.iteration == null ? "–" : `${header.iteration} / ${header.iterations ?? "?"}`;
  return row(
    element("a", { href: `/monitoring/${process.processId}` }, process.name ?? process.processId),
    chip,
    process.machineName,
    done,
    significant(header.trainLoss),
    number(header.ap, 3),
    duration(process.remainingSeconds),
    time(process.updatedAt));
}

function bar(fraction, text) {
  return element("span", { class: "bar" },
    element("meter", { min: 0, max: 1, high: 0.9, value: fraction ?? 0, "aria-label": text }), ` ${text}`);
}

function gpus(machine) {
  const loads = machine.load?.gpus ?? [];
  if (loads.length === 0) return "–";
  return element("span", {}, ...loads.map((gpu) =>
    bar(gpu.utilisation, `${percent(gpu.utilisation)} · ${bytes(gpu.memoryUsedBytes)}`)));
}

function state(machine) {
  if (machine.name == null) return "not registered";
  if (!machine.enabled) return "disabled";
  return machine.available ? "available" : "away";
}

function doing(machine) {
  const { run } = machine;
  if (!run?.processId) return "–";
  const progress = run.iterations ? ` ${run.iteration} / ${run.iterations}` : "";
  return element("a", { href: `/monitoring/${run.processId}` }, `${run.phase ?? ""}${progress}`);
}

function machineRow(machine) {
  const { load, hardware } = machine;
  const memory = load && hardware ? load.memoryUsedBytes / hardware.memoryBytes : null;
  return row(
    machine.name ?? machine.machineId,
    machine.address,
    state(machine),
    load ? bar(load.cpuFraction, percent(load.cpuFraction)) : "–",
    load ? bar(memory, `${bytes(load.memoryUsedBytes)} of ${bytes(hardware?.memoryBytes)}`) : "–",
    gpus(machine),
    bytes(load?.freeDiskBytes),
    doing(machine),
    time(machine.reportedAt));
}

function fill(table, rows, empty) {
  const columns = document.querySelectorAll(`#${table} th`).length;
  document.querySelector(`#${table} tbody`).replaceChildren(
    ...(rows.length > 0 ? rows : [element("tr", {}, element("td", { colspan: columns, class: "empty" }, empty))]));
}

every(3000, async () => {
  const live = document.getElementById("live");
  try {
    const [processes, machines, journal] = await Promise.all([
      read("/monitoring/processes?size=50"), read("/monitoring/machines/load?size=100"), read("/journal?size=15")]);
    fill("processes", processes.items.map(processRow), "No process yet.");
    fill("machines", machines.items.map(machineRow), "No machine yet.");
    showEvents(journal.items);
    notice("");
    live.textContent = "live";
    live.classList.add("on");
  } catch (error) {
    notice(error.message);
    live.textContent = "waiting for the service";
    live.classList.remove("on");
  }
});
