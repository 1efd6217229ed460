// Measurements of a process, as points: what was measured at an iteration, of all metrics together.
import { read } from "./api.js";

export const METRICS = ["learningRate", "trainLoss", "averagePrecision", "accuracy", "testLoss"];
/** Of a checkpoint the point says which iteration it was written at. */
const READ = [...METRICS, "checkpoint"];
const MOST_POINTS = 2_000;

const processPath = (processId) => `/monitoring/processes/${processId}`;

export const readProcess = (processId) => read(processPath(processId));

/** The curves of a process; what is asked for more is put to the address. */
export function readSeries(processId, { metrics = READ, maxPoints = MOST_POINTS, ...more } = {}) {
  const query = new URLSearchParams(metrics.map((metric) => ["metric", metric]));
  query.set("maxPoints", maxPoints);
  for (const [name, value] of Object.entries(more)) {
    if (value !== undefined) query.set(name, value);
  }
  return read(`${processPath(processId)}/metrics?${query}`);
}

export const inSeconds = (point) => ({ ...point, ...point.scalars, seconds: Date.parse(point.time) / 1000 });

/** The points that curves are made of, each with the values of all metrics that were chosen there. */
export function pointsOf(series) {
  const points = new Map();
  for (const curve of series.curves) {
    curve.iterations.forEach((iteration, index) => {
      const point = points.get(iteration) ?? inSeconds({ iteration, epoch: curve.epochs[index], time: curve.times[index] });
      point[curve.metric] = curve.values[index];
      points.set(iteration, point);
    });
  }
  return [...points.values()].sort((one, other) => one.iteration - other.iteration);
}

/** Whether values were left out: every value that came then stands for several. */
export const isThinned = (series) => series.curves.some((curve) => curve.windowPoints.some((count) => count > 1));
