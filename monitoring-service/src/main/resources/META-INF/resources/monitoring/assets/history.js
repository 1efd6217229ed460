// The log of the run and the events of the process; read only while they are open.
import { read } from "./api.js";
import { element, place, row, verbatim } from "./dom.js";
import { clock, time } from "./format.js";
import { text, textOr } from "./language.js";

const shortType = (type) => type.replace(/^dev\.trainyard\./, "");

/** An event in a few words; names and messages stay as they are. */
function summary(entry) {
  const data = entry.data ?? {};
  const parts = [
    (data.name ?? data.machineName) && verbatim(data.name ?? data.machineName),
    data.status && textOr(`status.${data.status}`, verbatim(data.status)),
    data.stage && textOr(`stage.${data.stage}`, verbatim(data.stage)),
    data.phase && textOr(`phase.${data.phase}`, verbatim(data.phase)),
    data.failed && text("event.failed"),
    data.attempt && text("fact.attempt", { attempt: data.attempt }),
    (data.failure?.message ?? data.message) && verbatim(data.failure?.message ?? data.message),
  ].filter(Boolean);
  return element("span", {}, ...parts.flatMap((part, index) => (index === 0 ? [part] : [" · ", part])));
}

export function showEvents(entries) {
  place("events").tBodies[0].replaceChildren(...entries.map((entry) =>
    row(time(entry.time), verbatim(shortType(entry.type)), summary(entry))));
}

export async function readEvents(processId) {
  if (place("events-details").open) showEvents((await read(`/journal?after=start&processId=${processId}&size=100`)).items);
}

let shownAttempt;
let lastLine;
let reading;
/** Appends the lines that are new; of a newer attempt all of them. Once at a time: nothing is shown twice. */
export const readLog = (processId, newestAttempt) =>
  (reading ??= appendLog(processId, newestAttempt).finally(() => (reading = undefined)));

async function appendLog(processId, newestAttempt) {
  if (!place("log-details").open) return;
  const from = lastLine === undefined ? "" : `?attempt=${shownAttempt}&afterLine=${lastLine}`;
  const answer = await read(`/monitoring/processes/${processId}/log${from}`);
  if (answer.attempt === 0) return;
  const log = place("log");
  const atEnd = log.scrollTop + log.clientHeight >= log.scrollHeight - 20;
  log.append(...answer.lines.map((line) => `${clock(line.time)}  ${line.text}\n`));
  [shownAttempt, lastLine] = [answer.attempt, answer.lastLine];
  if (newestAttempt > shownAttempt) [shownAttempt, lastLine] = [newestAttempt, 0];
  if (atEnd) log.scrollTop = log.scrollHeight;
}
