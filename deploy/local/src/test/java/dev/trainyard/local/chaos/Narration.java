package dev.trainyard.local.chaos;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * What a scenario says of itself on standard output, with the time, for whoever reads a failure.
 */
final class Narration {
  private Narration() {}

  static void tell(String format, Object... values) {
    System.out.printf(
        "  chaos %s %s%n",
        LocalTime.now().truncatedTo(ChronoUnit.MILLIS), format.formatted(values));
  }
}
