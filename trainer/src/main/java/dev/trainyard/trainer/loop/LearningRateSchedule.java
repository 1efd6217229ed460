package dev.trainyard.trainer.loop;

/**
 * Linear warm-up to the peak over the first 5 % of the iterations (at most 500), then half a cosine
 * down to a thousandth of the peak.
 *
 * @param peak learning rate after warm-up
 * @param iterations length of the run
 */
record LearningRateSchedule(double peak, int iterations) {
  private static final int MAX_WARM_UP = 500;
  private static final double FLOOR = 1e-3;

  /** The learning rate of an iteration, counted from 1. */
  double at(int iteration) {
    int warmUp = Math.min(MAX_WARM_UP, iterations / 20);
    if (iteration <= warmUp) {
      return peak * iteration / warmUp;
    }
    double progress = (double) (iteration - warmUp - 1) / Math.max(1, iterations - warmUp - 1);
    return peak * (FLOOR + (1 - FLOOR) * (1 + Math.cos(Math.PI * progress)) / 2);
  }
}
