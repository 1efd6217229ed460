package dev.trainyard.monitoring.journal;

import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a day of the journal is as it was written, or what is wrong first.
 *
 * @param day which day, UTC
 * @param result whether it is intact
 * @param entries how many entries it was given; absent where that is lost
 * @param lastHash the hash of the last of them; to be kept elsewhere by whoever wants to be sure
 * @param archive where the entries are, if they are no longer in the journal
 * @param firstNumber number of the first entry that is wrong
 * @param lastNumber number of the last entry that is missing together with that
 * @param eventId the event of the entry that is wrong
 * @param detail what is wrong, in words
 */
@Schema(description = "Whether a day of the journal is as it was written, or what is wrong first.")
public record DayVerification(
    @Schema(examples = "2026-11-26") LocalDate day,
    Result result,
    @Schema(examples = "1204") Long entries,
    @Schema(examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String lastHash,
    @Schema(examples = "trainyard-journal/journal/2025/11/2025-11-26.jsonl.gz") String archive,
    @Schema(examples = "17") Long firstNumber,
    @Schema(examples = "17") Long lastNumber,
    @Schema(examples = "01939d3f-6d9a-7c31-9a51-1b7a3a6a0d11") String eventId,
    @Schema(examples = "Entry 17 is not there.") String detail) {

  /** What a day can be like. */
  public enum Result {
    /** As it was written. */
    OK,
    /** Something was changed. */
    ALTERED,
    /** Entries are not there. */
    MISSING,
    /** There are entries that were never written by the service. */
    EXTRA,
    /** The whole day is not there, or what is kept of it. */
    DAY_MISSING
  }

  static DayVerification intact(JournalDay day) {
    return of(day, Result.OK, null, null, null, null);
  }

  /** An entry does not fit what is before it. */
  static DayVerification altered(JournalDay day, long number, String eventId) {
    var before = number == 1 ? "the last of the day before" : "the entry before";
    return of(
        day,
        Result.ALTERED,
        number,
        number,
        eventId,
        "The hash of entry %d, event %s, does not fit its content and %s: one of them was altered."
            .formatted(number, eventId, before));
  }

  /** The entries fit each other, but not what is kept of the day. */
  static DayVerification alteredEnd(JournalDay day) {
    return of(
        day,
        Result.ALTERED,
        day.entries(),
        day.entries(),
        null,
        "The hash of the last entry, %d, is not the one kept of the day: one of them was altered."
            .formatted(day.entries()));
  }

  /** What is kept of the day does not fit what is kept of the day before. */
  static DayVerification alteredStart(JournalDay day) {
    return of(
        day,
        Result.ALTERED,
        null,
        null,
        null,
        "The day does not follow the one before it: what is kept of one of them was altered.");
  }

  static DayVerification missing(JournalDay day, long first, long last) {
    var detail =
        first == last
            ? "Entry %d of %d is not there.".formatted(first, day.entries())
            : "Entries %d to %d of %d are not there.".formatted(first, last, day.entries());
    return of(day, Result.MISSING, first, last, null, detail);
  }

  static DayVerification extra(JournalDay day, long number, String eventId) {
    return of(
        day,
        Result.EXTRA,
        number,
        number,
        eventId,
        "Entry %d, event %s, was not written by the service.".formatted(number, eventId));
  }

  /** Another day says that it follows this one. */
  static DayVerification dayMissing(LocalDate day, LocalDate next) {
    return of(day, "The day is not there, but %s follows it.".formatted(next));
  }

  /** There are entries, but nothing is kept of the day. */
  static DayVerification uncounted(LocalDate day) {
    return of(day, "There are entries, but how many there were and their last hash is lost.");
  }

  private static DayVerification of(LocalDate day, String detail) {
    return new DayVerification(day, Result.DAY_MISSING, null, null, null, null, null, null, detail);
  }

  private static DayVerification of(
      JournalDay day, Result result, Long first, Long last, String eventId, String detail) {
    return new DayVerification(
        day.day(),
        result,
        day.entries(),
        day.lastHash(),
        day.archive().orElse(null),
        first,
        last,
        eventId,
        detail);
  }
}
