package dev.trainyard.agent.trainer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets so many lines a second pass, and {@link #BURST} seconds' worth at once. When that is used up
 * nothing passes until there is a second's worth again, so that what is left out is left out in
 * long pieces. For one thread.
 */
public final class LineLimiter {
  static final Duration BURST = Duration.ofSeconds(10);

  /** A trainer that wrote at the limit while its agent was away is not to lose lines for it. */
  static final Duration LONGEST_ABSENCE = Duration.ofHours(1);

  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  private final int linesPerSecond;
  private final LongSupplier nanoTime;
  private long creditNanos;
  private long looked;
  private boolean open = true;

  /**
   * Begins with a whole burst.
   *
   * @param away what passed since lines were last looked at; they were written meanwhile
   * @param nanoTime a clock that nobody sets
   */
  public LineLimiter(int linesPerSecond, Duration away, LongSupplier nanoTime) {
    this.linesPerSecond = linesPerSecond;
    this.nanoTime = nanoTime;
    var counted = away.compareTo(LONGEST_ABSENCE) > 0 ? LONGEST_ABSENCE : away;
    this.creditNanos = BURST.plus(counted.isNegative() ? Duration.ZERO : counted).toNanos();
    this.looked = nanoTime.getAsLong();
  }

  int linesPerSecond() {
    return linesPerSecond;
  }

  /** Whether the next line may pass; it is counted if it may. */
  boolean admits() {
    open = isOpen();
    long cost = SECOND_NANOS / linesPerSecond;
    if (open && creditNanos >= cost) {
      creditNanos -= cost;
      return true;
    }
    open = false;
    return false;
  }

  /** Whether nothing is left out now. */
  boolean isOpen() {
    long now = nanoTime.getAsLong();
    var grown = Math.min(creditNanos + now - looked, BURST.toNanos());
    // What it begins with may be more than a burst.
    creditNanos = Math.max(creditNanos, grown);
    looked = now;
    return open || creditNanos >= SECOND_NANOS;
  }
}
