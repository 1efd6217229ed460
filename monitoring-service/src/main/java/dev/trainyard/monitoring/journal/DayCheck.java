package dev.trainyard.monitoring.journal;

import java.util.Optional;

/**
 * Compares the entries of one day, which it is given by their numbers, with their hashes and with
 * what is kept of the day. Tells of the first problem. Not thread-safe.
 */
final class DayCheck implements JournalRows.Reader {
  private final JournalDay day;
  private String previous;
  private long next = 1;
  private DayVerification problem;

  /**
   * @param before what is kept of the last day before; empty for none
   */
  DayCheck(JournalDay day, Optional<JournalDay> before) {
    this.day = day;
    this.previous = day.previousHash();
    if (!follows(day, before)) {
      problem = DayVerification.alteredStart(day);
    }
  }

  @Override
  public void take(long number, String hash, JournalEntry entry) {
    if (problem != null) {
      return;
    }
    if (number > next && next <= due()) {
      problem = DayVerification.missing(day, next, Math.min(number - 1, due()));
    } else if (number != next || number > due()) {
      problem = DayVerification.extra(day, number, entry.eventId());
    } else if (!ChainHash.of(previous, day.day(), number, entry).equals(hash)) {
      problem = DayVerification.altered(day, number, entry.eventId());
    }
    previous = hash;
    next = number + 1;
  }

  /** How the day is, once every entry was taken. */
  DayVerification result() {
    if (problem != null) {
      return problem;
    }
    if (next <= due()) {
      return DayVerification.missing(day, next, due());
    }
    return day.expired() || previous.equals(day.lastHash())
        ? DayVerification.intact(day)
        : DayVerification.alteredEnd(day);
  }

  /** The entries that have to be there. */
  private long due() {
    return day.expired() ? 0 : day.entries();
  }

  /** A day that is missing in between is told of on its own. */
  private static boolean follows(JournalDay day, Optional<JournalDay> before) {
    if (before.isEmpty()) {
      return day.previousDay().isPresent() || day.previousHash().equals(ChainHash.START);
    }
    var last = before.get();
    return day.previousDay()
        .map(
            previous ->
                previous.isAfter(last.day())
                    || previous.equals(last.day()) && day.previousHash().equals(last.lastHash()))
        .orElse(false);
  }
}
