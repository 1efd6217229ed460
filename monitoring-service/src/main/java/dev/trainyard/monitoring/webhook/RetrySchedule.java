package dev.trainyard.monitoring.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a delivery that failed is tried again: after the first wait, then each time three times
 * later, up to six hours, a little sooner or later so that many do not come at once.
 *
 * @param firstWait until the second attempt
 * @param giveUpAfter no attempt is made so long after the first
 */
record RetrySchedule(Duration firstWait, Duration giveUpAfter) {
  private static final int FACTOR = 3;
  private static final Duration LONGEST_WAIT = Duration.ofHours(6);
  private static final double SPREAD = 0.2;

  /**
   * When the next attempt is made; empty if it is given up.
   *
   * @param attempts how many have been made, 1 or more
   */
  Optional<Instant> next(int attempts, Instant since, Instant now, RandomGenerator random) {
    var wait = firstWait;
    for (var made = 1; made < attempts && wait.compareTo(LONGEST_WAIT) < 0; made++) {
      wait = wait.multipliedBy(FACTOR);
    }
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      wait = LONGEST_WAIT;
    }
    var spread = 1 + SPREAD * (2 * random.nextDouble() - 1);
    var next = now.plusMillis(Math.round(wait.toMillis() * spread));
    return next.isAfter(since.plus(giveUpAfter)) ? Optional.empty() : Optional.of(next);
  }
}
