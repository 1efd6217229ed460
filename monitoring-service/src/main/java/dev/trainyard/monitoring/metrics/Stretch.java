package dev.trainyard.monitoring.metrics;

/**
 * What a stretch of iterations has of one metric, in short; a single measurement is one too.
 *
 * @param first the first value
 * @param last the last value
 * @param min the smallest value, the first of them if there are several
 * @param max the largest value, the first of them if there are several
 * @param points how many values there are
 */
record Stretch(Value first, Value last, Value min, Value max, int points) {

  /** Iterations of a short stretch. */
  static final int SHORT = 64;

  /** Iterations of a long stretch. */
  static final int LONG = 1024;

  /** A value and the iteration it was measured at. */
  record Value(int iteration, double value) {}

  static Stretch of(int iteration, double value) {
    var single = new Value(iteration, value);
    return new Stretch(single, single, single, single, 1);
  }

  /** This one and one that begins after its end. */
  Stretch and(Stretch next) {
    return new Stretch(
        first,
        next.last,
        next.min.value < min.value ? next.min : min,
        next.max.value > max.value ? next.max : max,
        points + next.points);
  }

  /** Where the stretch of this length begins that an iteration lies in. */
  static int startOf(int iteration, int length) {
    return Math.floorDiv(iteration, length) * length;
  }
}
