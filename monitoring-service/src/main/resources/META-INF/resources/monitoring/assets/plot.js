// How the chart looks: its axes, scales and lines, as the chart library wants them told.
import { NONE, number, significant, timeMarks, whole } from "./format.js";
import { text } from "./language.js";
import { positionOn } from "./axis.js";

/** The curves of a process; an id names a curve in the texts and a colour in the style sheet. */
export const CURVES = [
  { key: "learningRate", scale: "rate" },
  { key: "trainLoss", scale: "loss" },
  { key: "averagePrecision", scale: "precision" },
];

const FONT = "12px system-ui";

export const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * Cosine decay ends at 0, which a logarithmic axis cannot show: four decades are enough. It begins at a number of one
 * digit, because from any other the library looks for its marks without end.
 */
function rateRange(_, low, high) {
  if (high == null || high <= 0) return [1e-6, 1];
  const [digit, exponent] = Math.max(low, high / 1e4).toExponential(12).split("e");
  return [Number(`${digit[0]}e${exponent}`), high * 1.2];
}

function lossRange(_, low, high) {
  return high == null ? [0, 1] : [0, high * 1.05 || 1];
}

const MARKS = {
  iteration: (_, marks) => marks.map((mark) => (Number.isInteger(mark) ? whole(mark) : "")),
  epoch: (_, marks, __, ___, distance) =>
    marks.map((mark) => number(mark, distance < 1 ? Math.ceil(-Math.log10(distance)) : 0)),
  time: (_, marks, __, ___, distance) => timeMarks(marks, distance),
};

function axes(axis, narrow) {
  const grid = { stroke: color("--grid"), width: 1 };
  const valueAxis = ({ key, scale }, more) => ({
    scale, label: narrow ? undefined : text(`curve.${key}`), labelSize: 22, labelFont: FONT, font: FONT,
    stroke: color(`--${scale}`), size: narrow ? 36 : 56, grid: { show: false }, ticks: { stroke: color("--grid") },
    values: (_, marks) => marks.map((mark) => (mark == null ? "" : significant(mark, 4))), ...more,
  });
  const [rate, loss, precision] = CURVES;
  return [
    { label: text(`axis.${axis}`), labelSize: 22, labelFont: FONT, font: FONT, stroke: color("--muted"), grid, ticks: grid,
      values: MARKS[axis] },
    valueAxis(loss, { side: 3, grid }),
    valueAxis(precision, { side: 3 }),
    valueAxis(rate, { side: 1, size: narrow ? 62 : 70 }),
  ];
}

/** Another run has thin lines in a colour of its own: its loss whole, its average precision broken. */
function runLines(run) {
  const line = { stroke: color(run.color), width: 1, spanGaps: true, points: { show: false } };
  return [{ ...line, scale: "loss" }, { ...line, scale: "precision", dash: [6, 4] }];
}

export function options({ axis, size, shown, runs, plugins }) {
  return {
    ...size,
    scales: { x: { time: axis === "time" }, rate: { distr: 3, range: rateRange }, loss: { range: lossRange }, precision: { range: [0, 1] } },
    axes: axes(axis, size.width < 600),
    series: [
      {},
      ...CURVES.map(({ key, scale }) => ({
        scale, stroke: color(`--${scale}`), width: 2, spanGaps: true, show: shown.has(key),
        points: { show: key === "averagePrecision" ? undefined : false, size: 5 },
      })),
      ...runs.flatMap(runLines),
    ],
    // Of what is measured seldom the cursor marks the last value before, as it is read out.
    cursor: { drag: { x: true, y: false }, hover: { skip: [null], bias: -1 } },
    legend: { show: false },
    plugins,
  };
}

const drawable = (key, value) => Number.isFinite(value) && (key !== "learningRate" || value > 0);

/** The columns of the chart: a row for each point of the process and of the runs beside it, by place on the axis. */
export function columns(axis, points, runs) {
  const position = positionOn(axis);
  const sets = [{ points, shift: 0 }, ...runs];
  const rows = sets
    .flatMap((set) => set.points.map((point) => ({ set, point, x: position(point) + (axis === "time" ? set.shift : 0) })))
    .sort((one, other) => one.x - other.x);
  const column = (set, key) =>
    rows.map((row) => (row.set === set && drawable(key, row.point[key]) ? row.point[key] : null));
  return [
    rows.map((row) => row.x),
    ...CURVES.map(({ key }) => column(sets[0], key)),
    ...sets.slice(1).flatMap((run) => [column(run, "trainLoss"), column(run, "averagePrecision")]),
  ];
}

export const valueText = (key, value) => (value == null ? NONE : key === "averagePrecision" || key === "accuracy" ? number(value, 4) : significant(value, 4));
