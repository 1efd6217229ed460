// When a run looks bad, by the rules of the user guide (step 7). Pure: points in, the names of the rules out.
// Every threshold is named here; the words for a rule are in the texts, under hint.<rule>.

/** A share of the run's iterations before which nothing is said: the warm-up, and some time to learn. */
const EARLIEST_SHARE = 0.15;
/** So many losses are needed to say anything of the loss, and so many evaluations of the average precision. */
const FEWEST_LOSSES = 25;
const FEWEST_EVALUATIONS = 6;

/** The loss does not fall if the median of its last fifth is above this share of the first fifth's. */
const NOT_FALLEN = 0.9;
/** A loss as low as this needs not fall further. */
const LOW_LOSS = 0.05;

/** The loss jumps where it is so many times the median around it, and above this share of where it began. */
const JUMP_FACTOR = 3;
const JUMP_HEIGHT = 0.5;
/** Neighbours on each side that the median around a value is taken of. */
const NEIGHBOURS = 7;
/** So many jumps are none, and so small a share of the newer half of the values. */
const FEWEST_JUMPS = 3;
const JUMPING_SHARE = 0.03;
/** Of a long run the highest values of each stretch are among those that are shown: jumps are more likely there. */
const JUMPING_SHARE_THINNED = 0.1;

/** The average precision stalls if in so many evaluations it gains less than this, while it is below what is good. */
const STALLED_EVALUATIONS = 5;
const SMALLEST_GAIN = 0.01;
const GOOD_PRECISION = 0.9;

/** Overfitting: the average precision is so far below its best, while the loss is below this share of what it was then. */
const PRECISION_DROP = 0.04;
const STILL_FALLING = 0.95;

function median(values) {
  const ordered = [...values].sort((one, other) => one - other);
  const middle = ordered.length >> 1;
  return ordered.length % 2 === 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
}

const measured = (points, key) => points.filter((point) => Number.isFinite(point[key]));
const lossOf = (point) => point.trainLoss;

const firstFifth = (values) => median(values.slice(0, Math.ceil(values.length / 5)));
const lastFifth = (values) => median(values.slice(-Math.ceil(values.length / 5)));

function isNotFalling(losses) {
  const newest = lastFifth(losses);
  return newest > LOW_LOSS && newest > NOT_FALLEN * firstFifth(losses);
}

function isJump(losses, index, start) {
  const around = losses.slice(Math.max(0, index - NEIGHBOURS), index + NEIGHBOURS + 1);
  return losses[index] > JUMP_HEIGHT * start && losses[index] > JUMP_FACTOR * median(around);
}

function isJumping(losses, isThinned) {
  const start = firstFifth(losses);
  const newer = losses.length >> 1;
  let jumps = 0;
  for (let index = newer; index < losses.length; index += 1) {
    if (isJump(losses, index, start)) jumps += 1;
  }
  const share = isThinned ? JUMPING_SHARE_THINNED : JUMPING_SHARE;
  return jumps >= FEWEST_JUMPS && jumps > share * (losses.length - newer);
}

/** Each evaluation as the middle one of three, so that a single bad one says nothing. */
const smoothed = (precisions) => precisions.slice(2).map((_, index) => median(precisions.slice(index, index + 3)));

function isOverfitting(evaluations, lossPoints) {
  const smooth = smoothed(evaluations.map((point) => point.averagePrecision));
  const best = Math.max(...smooth);
  if (smooth.at(-1) > best - PRECISION_DROP) return false;
  const bestAt = evaluations[smooth.indexOf(best) + 1].iteration;
  const after = lossPoints.filter((point) => point.iteration > bestAt).map(lossOf);
  if (after.length < 2) return false;
  const around = lossPoints.filter((point) => point.iteration <= bestAt).map(lossOf).slice(-after.length);
  return around.length > 0 && lastFifth(after) < STILL_FALLING * median(around.slice(-Math.ceil(around.length / 5)));
}

function isStalled(evaluations) {
  const smooth = smoothed(evaluations.map((point) => point.averagePrecision));
  const [before, newest] = [smooth.slice(0, -STALLED_EVALUATIONS), smooth.slice(-STALLED_EVALUATIONS)].map((each) => Math.max(...each));
  return newest < GOOD_PRECISION && newest < before + SMALLEST_GAIN;
}

/**
 * The rules by which a run looks bad, none for one that looks well.
 *
 * @param points in the order of iterations
 * @param iterations how many the run has in all, if that is known
 * @param isThinned whether values were left out between the points
 */
export function hints(points, { iterations, isThinned = false } = {}) {
  const early = EARLIEST_SHARE * (iterations ?? 0);
  if (points.length === 0 || points.at(-1).iteration < early) return [];
  const found = [];
  const lossPoints = measured(points, "trainLoss");
  const losses = lossPoints.map(lossOf);
  if (losses.length >= FEWEST_LOSSES) {
    // A run that goes on from a late checkpoint has a loss that has fallen before.
    const isFromTheStart = iterations == null || points[0].iteration < early;
    if (isFromTheStart && isNotFalling(losses)) found.push("lossNotFalling");
    if (isJumping(losses, isThinned)) found.push("lossJumping");
  }
  const evaluations = measured(points, "averagePrecision");
  if (evaluations.length >= FEWEST_EVALUATIONS) {
    if (isOverfitting(evaluations, lossPoints)) found.push("overfitting");
    else if (isStalled(evaluations)) found.push("precisionStalled");
  }
  return found;
}
