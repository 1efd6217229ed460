// What both pages need: reading the REST API and showing values.

export const API = "/api/v1";

/** Reads a path of the API; throws an Error whose message is for people and whose status is HTTP's. */
export async function read(path) {
  let response;
  try {
    response = await fetch(API + path, { headers: { Accept: "application/json" } });
  } catch {
    throw Object.assign(new Error("The monitoring service does not answer."), { status: 0 });
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const text = body.detail ?? `The monitoring service answered ${response.status}.`;
    throw Object.assign(new Error(text), { status: response.status });
  }
  return body;
}

/** A new element; everything that comes from the API goes in as text, never as HTML. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.map((child) => child ?? ""));
  return made;
}

export function row(...cells) {
  return element("tr", {}, ...cells.map((cell) => element("td", {}, cell)));
}

export function statusChip(chip, status) {
  chip.textContent = status ?? "";
  chip.className = "status" + (status ? " " + status.toLowerCase() : "");
}

export const number = (value, digits) => (value == null ? "–" : value.toFixed(digits));

/** Learning rates and losses span decades: so many significant digits, without trailing zeros. */
export const significant = (value, digits = 3) =>
  value == null ? "–" : String(Number(value.toPrecision(digits)));

export function duration(seconds) {
  if (seconds == null) return "–";
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${rest} s` : `${rest} s`;
}

export function bytes(value) {
  if (value == null) return "–";
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let amount = value;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount.toFixed(unit > 1 && amount < 100 ? 1 : 0)} ${units[unit]}`;
}

export const percent = (fraction) => (fraction == null ? "–" : `${Math.round(fraction * 100)} %`);

export function time(instant) {
  return instant == null ? "–" : new Date(instant).toLocaleString([], { dateStyle: "short", timeStyle: "medium" });
}

export const shortType = (type) => type.replace(/^dev\.trainyard\./, "");

/** An event in a few words. */
export function summary(entry) {
  const data = entry.data ?? {};
  const parts = [data.name ?? data.machineName, data.status, data.stage, data.phase];
  if (data.failed) parts.push("failed");
  if (data.attempt) parts.push(`attempt ${data.attempt}`);
  parts.push(data.failure?.message ?? data.message);
  return parts.filter(Boolean).join(" · ");
}

/** Fills the table of events. */
export function showEvents(entries) {
  document.querySelector("#events tbody").replaceChildren(
    ...entries.map((entry) => row(time(entry.time), shortType(entry.type), summary(entry))));
}

export function notice(text) {
  const place = document.getElementById("notice");
  place.hidden = !text;
  place.textContent = text ?? "";
}

/** Runs a task now and again, but never twice at a time and not while the page is hidden. */
export function every(milliseconds, task) {
  const run = async () => {
    if (!document.hidden) await task();
    setTimeout(run, milliseconds);
  };
  run();
}
