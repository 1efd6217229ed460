package dev.trainyard.monitoring.journal;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether the journal is as it was written.
 *
 * @param intact whether it is, in all of the days
 * @param days every day that has, or should have, entries; the oldest first
 */
@Schema(
    name = "JournalVerification",
    description = "Whether the journal is as it was written, a day at a time.")
public record VerificationView(boolean intact, List<DayVerification> days) {
  public VerificationView {
    days = List.copyOf(days);
  }

  static VerificationView of(List<DayVerification> days) {
    var intact = days.stream().allMatch(day -> day.result() == DayVerification.Result.OK);
    return new VerificationView(intact, days);
  }
}
