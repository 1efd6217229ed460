// What the x axis can count in, and where an iteration lies on it. Pure.

export const AXES = ["epoch", "iteration", "time"];

const POSITIONS = {
  epoch: (point) => point.epoch,
  iteration: (point) => point.iteration,
  time: (point) => point.seconds,
};

/** Where a point lies on an axis; times are in seconds, as the chart library counts them. */
export const positionOn = (axis) => POSITIONS[axis];

/** The index of the first of the ordered values that is not below a value. */
function firstFrom(values, value) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** On the line through the points on both sides; what lies outside of all goes to the nearest. */
function between(froms, tos, value) {
  const next = firstFrom(froms, value);
  if (next === 0) return tos[0];
  if (next === froms.length) return tos.at(-1);
  const [from, to] = [froms[next - 1], froms[next]];
  return tos[next - 1] + ((tos[next] - tos[next - 1]) * (value - from)) / (to - from);
}

/** Tells where iterations lie on an axis, by the points around them, which are in the order of iterations. */
export function positionsOn(points, axis) {
  if (axis === "iteration" || points.length === 0) return (iteration) => iteration;
  const [iterations, positions] = [points.map(POSITIONS.iteration), points.map(POSITIONS[axis])];
  return (iteration) => between(iterations, positions, iteration);
}

/** Which iteration a place on an axis stands for. */
export function iterationAt(points, axis, position) {
  if (axis === "iteration" || points.length === 0) return position;
  return between(points.map(POSITIONS[axis]), points.map(POSITIONS.iteration), position);
}

/** The point nearest to a place on an axis, of points in the order of that axis. */
export function nearest(points, axis, position) {
  const positions = points.map(POSITIONS[axis]);
  const next = firstFrom(positions, position);
  if (next === 0) return points[0];
  if (next === points.length) return points.at(-1);
  return position - positions[next - 1] < positions[next] - position ? points[next - 1] : points[next];
}
