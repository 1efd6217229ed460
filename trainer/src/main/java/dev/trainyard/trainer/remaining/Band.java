package dev.trainyard.trainer.remaining;

/**
 * A time that is not known yet, in seconds, or a factor to one. Immutable; never negative, and low
 * ≤ median ≤ high.
 *
 * @param low it is less in 5 % of cases
 * @param median as likely to be less as to be more
 * @param high it is more in 5 % of cases
 */
public record Band(double low, double median, double high) {
  /** Nothing is left. */
  public static final Band NONE = new Band(0, 0, 0);

  public Band {
    if (!(low >= 0 && low <= median && median <= high && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "no band: %s, %s, %s; wanted 0 <= low <= median <= high".formatted(low, median, high));
    }
  }

  /** The sum of two times that are long or short together, as on a busy or an idle machine. */
  Band plus(Band other) {
    return new Band(low + other.low, median + other.median, high + other.high);
  }

  Band times(double factor) {
    return new Band(low * factor, median * factor, high * factor);
  }

  Band times(Band factor) {
    return new Band(low * factor.low, median * factor.median, high * factor.high);
  }

  /** This one, but it may also be as short as this. */
  Band orAsShortAs(double seconds) {
    return new Band(Math.min(low, seconds), median, high);
  }
}
