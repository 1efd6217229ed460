package dev.trainyard.bench.platform;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param warmUp reads, and then writes, before anything counts
 * @param round of the closed loop
 * @param rounds whose median counts
 * @param steady at a fixed rate
 * @param starts of each service, each way
 */
record PlatformSize(Duration warmUp, Duration round, int rounds, Duration steady, int starts) {
  static final PlatformSize FULL =
      new PlatformSize(Duration.ofSeconds(10), Duration.ofSeconds(5), 3, Duration.ofSeconds(12), 5);
  static final PlatformSize QUICK =
      new PlatformSize(Duration.ofSeconds(3), Duration.ofSeconds(2), 1, Duration.ofSeconds(3), 1);
}
