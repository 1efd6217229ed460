package dev.trainyard.agent.trainer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a trainer has said nothing to one who listened: what passes while the agent is paused or
 * held up is the agent's own silence, and counts little. For one thread.
 */
final class SilenceWatch {
  /** What counts at most of the time between two looks. */
  private static final long LONGEST_LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier nanoTime;
  private long looked;
  private long silent;

  /**
   * Begins now.
   *
   * @param nanoTime a clock that nobody sets
   */
  SilenceWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.looked = nanoTime.getAsLong();
  }

  /** Somebody has looked; returns how long there was nothing. */
  Duration looked(boolean foundSomething) {
    long now = nanoTime.getAsLong();
    silent = foundSomething ? 0 : silent + Math.min(now - looked, LONGEST_LOOK_NANOS);
    looked = now;
    return Duration.ofNanos(silent);
  }
}
