package dev.trainyard.bench.metrics;

/**
 * How much is asked of the monitoring service.
 *
 * @param points points that wait in the topic, and that the long run has
 * @param warmUp points that wait before those, and are read before it counts
 * @param processes processes that run
 * @param liveSeconds how long reports are followed
 */
record MetricsSize(int points, int warmUp, int processes, int liveSeconds) {
  MetricsSize {
    if (processes < 1 || points < processes || warmUp < 0 || liveSeconds < 1) {
      throw new IllegalArgumentException(
          "at least one process, a point each, one second, and no negative warm-up");
    }
  }
}
