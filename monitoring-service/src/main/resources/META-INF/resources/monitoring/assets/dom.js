// Making and changing elements; everything that comes from the API goes in as text, never as HTML.
import { text, textOr } from "./language.js";

export const place = (id) => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.map((child) => child ?? ""));
  return made;
}

/** A name or message that is the user's or the platform's, the same in every language. */
export const verbatim = (value) => element("span", { translate: "no" }, value);

export const cell = (content) => element("td", {}, content);

export function row(...cells) {
  return element("tr", {}, ...cells.map(cell));
}

export function statusChip(chip, status) {
  const words = status ? textOr(`status.${status}`, status) : "";
  if (chip.textContent !== words) chip.textContent = words; // what is read aloud is read once
  chip.className = "status" + (status ? " " + status.toLowerCase() : "");
  return chip;
}

export function notice(message) {
  const shown = place("notice");
  shown.hidden = !message;
  if (shown.textContent !== (message ?? "")) shown.textContent = message ?? "";
}

export function showLive(on, otherwise) {
  const live = place("live");
  live.textContent = on ? text("live.on") : otherwise;
  live.classList.toggle("on", on);
}

/** Puts rows into a table so that one that is there already stays: what has the focus keeps it. */
export function keepRows(body, items, keyOf, cellsOf) {
  const before = new Map([...body.rows].map((each) => [each.dataset.key, each]));
  const rows = items.map((item) => {
    const key = keyOf(item);
    const kept = before.get(key);
    const made = element("tr", { "data-key": key }, ...cellsOf(item).map(cell));
    if (!kept) return made;
    [...made.cells].forEach((each, index) => {
      if (!each.isEqualNode(kept.cells[index])) kept.cells[index].replaceWith(each);
    });
    return kept;
  });
  const isAsBefore = rows.length === body.rows.length && rows.every((each, index) => each === body.rows[index]);
  if (!isAsBefore) body.replaceChildren(...rows);
}

export function emptyRow(table, key) {
  const columns = table.tHead.rows[0].cells.length;
  table.tBodies[0].replaceChildren(element("tr", {}, element("td", { colspan: columns, class: "empty" }, text(key))));
}

/** Runs a task now and again, but never twice at a time and not while the page is hidden. */
export function every(milliseconds, task) {
  const run = async () => {
    if (!document.hidden) await task();
    setTimeout(run, milliseconds);
  };
  run();
}
