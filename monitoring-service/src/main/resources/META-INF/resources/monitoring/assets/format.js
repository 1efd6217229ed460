// Numbers, times and amounts as the user's language writes them.
import { locale, text } from "./language.js";

export const NONE = "–";

const made = new Map();
function numbers(options) {
  const key = JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.NumberFormat(locale, { useGrouping: "min2", ...options }));
  return made.get(key);
}

export const whole = (value) => (value == null ? NONE : numbers({ maximumFractionDigits: 0 }).format(value));

export const number = (value, digits) =>
  value == null ? NONE : numbers({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);

/** Learning rates and losses span decades: so many significant digits, without trailing zeros. */
export function significant(value, digits = 3) {
  if (value == null) return NONE;
  const tiny = value !== 0 && Math.abs(value) < 1e-4;
  return numbers({ maximumSignificantDigits: digits, notation: tiny ? "scientific" : "standard" }).format(value);
}

export const percent = (fraction) =>
  fraction == null ? NONE : numbers({ style: "percent", maximumFractionDigits: 0 }).format(fraction);

const amount = (value, unit) => numbers({ style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 }).format(value);

/** The two largest parts of a duration. */
export function duration(seconds) {
  if (seconds == null) return NONE;
  const rounded = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(rounded / 3600), Math.floor((rounded % 3600) / 60), rounded % 60];
  if (hours > 0) return `${amount(hours, "hour")} ${amount(minutes, "minute")}`;
  return minutes > 0 ? `${amount(minutes, "minute")} ${amount(rest, "second")}` : amount(rest, "second");
}

const UNITS = ["unit.B", "unit.KiB", "unit.MiB", "unit.GiB", "unit.TiB"];

export function bytes(value) {
  if (value == null) return NONE;
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < UNITS.length - 1) {
    left /= 1024;
    unit += 1;
  }
  return `${number(left, unit > 1 && left < 100 ? 1 : 0)} ${text(UNITS[unit])}`;
}

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "medium" });
const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
const minute = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });

export const time = (instant) => (instant == null ? NONE : dateTime.format(new Date(instant)));
export const clock = (instant) => clockTime.format(new Date(instant));

/** The marks of a time axis, in seconds: no finer than their distance, and the day where it changes. */
export function timeMarks(marks, distance) {
  let before;
  return marks.map((seconds) => {
    if (seconds == null) return "";
    const moment = new Date(seconds * 1000);
    const date = day.format(moment);
    const changed = before !== undefined && before !== date;
    before = date;
    if (distance >= 86_400) return date;
    const hour = (distance < 60 ? clockTime : minute).format(moment);
    return changed ? `${date} ${hour}` : hour;
  });
}
