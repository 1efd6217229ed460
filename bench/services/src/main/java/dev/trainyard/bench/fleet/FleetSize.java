package dev.trainyard.bench.fleet;

import java.time.Duration;

/**
 * How much is asked of the process service.
 *
 * @param machines simulated machines, each with a heartbeat every 5 s
 * @param running how many of them are at work throughout
 * @param measured how long it is measured
 */
record FleetSize(int machines, int running, Duration measured) {
  /** Machines whose process is started and stopped again and again. */
  static final int ROTATING = 100;

  FleetSize {
    if (running < 1 || machines < running + ROTATING) {
      throw new IllegalArgumentException(
          "at least %d machines are needed beside those at work".formatted(ROTATING));
    }
  }
}
