// How the platform stands, at the foot of the overview.
import { element, place } from "./dom.js";
import { time, whole } from "./format.js";
import { text, textOr } from "./language.js";

function channel({ name, received, deadLettered, lastReceivedAt, lag }) {
  const state = lag == null ? text("service.brokerAway") : text("service.lag", { lag: whole(lag) });
  return element("tr", { class: lag == null ? "bad" : undefined },
    element("th", { scope: "row" }, textOr(`channel.${name}`, name)),
    ...[state, whole(received), whole(deadLettered), time(lastReceivedAt)].map((value) => element("td", {}, value)));
}

export function showServiceState(status) {
  const { machines, rows } = status;
  const facts = [
    text("service.started", { time: time(status.startedAt) }),
    ...Object.entries(status.processes).map(([name, count]) => `${textOr(`status.${name}`, name)}: ${whole(count)}`),
    text("service.machines", { available: whole(machines.available), registered: whole(machines.registered) }),
    text("service.rows", { points: whole(rows.metricPoints), lines: whole(rows.logLines), entries: whole(rows.journalEntries) }),
  ];
  place("service-facts").replaceChildren(...facts.map((fact) => element("li", {}, fact)));
  place("channels").tBodies[0].replaceChildren(...status.intake.map(channel));
}
