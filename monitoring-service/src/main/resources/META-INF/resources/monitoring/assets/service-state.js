// How the platform stands, at the foot of the overview.
import { element, place, verbatim } from "./dom.js";
import { NONE, time, whole } from "./format.js";
import { text, textOr } from "./language.js";

function channel({ name, received, deadLettered, lastReceivedAt, lag }) {
  const state = lag == null ? text("service.brokerAway") : text("service.lag", { lag: whole(lag) });
  return element("tr", { class: lag == null ? "bad" : undefined },
    element("th", { scope: "row" }, textOr(`channel.${name}`, name)),
    ...[state, whole(received), whole(deadLettered), time(lastReceivedAt)].map((value) => element("td", {}, value)));
}

function part({ name, up, since, latencyMillis, reason }) {
  const values = [text(`part.${up ? "up" : "down"}`), time(since), text("part.millis", { millis: whole(latencyMillis) }),
    reason ? verbatim(reason) : NONE];
  return element("tr", { class: up ? undefined : "bad" },
    element("th", { scope: "row" }, verbatim(name)), ...values.map((value) => element("td", {}, value)));
}

/** What comes from the database is absent while it is away. */
export function showServiceState(status) {
  const { machines, rows } = status;
  const facts = [
    text("service.started", { time: time(status.startedAt) }),
    ...Object.entries(status.processes ?? {}).map(([name, count]) => `${textOr(`status.${name}`, name)}: ${whole(count)}`),
    ...(machines ? [text("service.machines", { available: whole(machines.available), registered: whole(machines.registered) })] : []),
    ...(rows ? [text("service.rows", { points: whole(rows.metricPoints), lines: whole(rows.logLines), entries: whole(rows.journalEntries) })] : []),
  ];
  place("parts").tBodies[0].replaceChildren(...status.parts.map(part));
  place("service-facts").replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  place("channels").tBodies[0].replaceChildren(...status.intake.map(channel));
}
