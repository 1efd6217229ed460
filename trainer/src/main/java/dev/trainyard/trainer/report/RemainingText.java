package dev.trainyard.trainer.report;

import dev.trainyard.contracts.metrics.MetricPoint;
import java.util.Locale;

/** The remaining time for a person: {@code 12 min (10 to 15)}, band in the median's unit. */
final class RemainingText {
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double SECONDS_PER_HOUR = 3600;
  // Below so many of a smaller unit, the smaller unit tells more.
  private static final double ENOUGH = 90;

  private RemainingText() {}

  /** The remaining time at a point; without the band if it has none. */
  static String of(MetricPoint point) {
    Double median = point.remainingSeconds();
    if (median == null) {
      return "-";
    }
    if (median < ENOUGH) {
      return text(point, "%.0f", "s", 1);
    }
    if (median < ENOUGH * SECONDS_PER_MINUTE) {
      return text(point, "%.0f", "min", SECONDS_PER_MINUTE);
    }
    return text(point, "%.1f", "h", SECONDS_PER_HOUR);
  }

  private static String text(MetricPoint point, String format, String unit, double seconds) {
    var median = number(format, point.remainingSeconds() / seconds) + " " + unit;
    if (point.remainingSecondsLow() == null || point.remainingSecondsHigh() == null) {
      return median;
    }
    return "%s (%s to %s)"
        .formatted(
            median,
            number(format, point.remainingSecondsLow() / seconds),
            number(format, point.remainingSecondsHigh() / seconds));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
