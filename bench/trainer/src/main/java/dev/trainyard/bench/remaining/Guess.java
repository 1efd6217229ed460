package dev.trainyard.bench.remaining;

/**
 * What a run said at one mark, and what came; seconds.
 *
 * @param mark share of the iterations that were done, in percent
 * @param truth from the guess to the end of the run
 */
record Guess(int mark, double low, double median, double high, double truth) {
  boolean inside() {
    return low <= truth && truth <= high;
  }

  /** Width of the band relative to the median. */
  double relativeWidth() {
    return (high - low) / median;
  }

  /** Relative distance of the median from the truth. */
  double relativeError() {
    return Math.abs(median - truth) / truth;
  }
}
