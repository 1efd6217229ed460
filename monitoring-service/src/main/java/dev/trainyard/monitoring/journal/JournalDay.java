package dev.trainyard.monitoring.journal;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What is kept of a day that has entries, also when they are gone. Days are UTC, and of the arrival
 * of their entries.
 *
 * @param day which day
 * @param entries how many; they have the numbers from 1
 * @param lastHash the hash of the last of them
 * @param previousDay the day before that has entries; empty for the first of all
 * @param previousHash the last hash of that day
 * @param archive where the entries are archived
 * @param expired whether the entries are no longer in the database
 */
record JournalDay(
    LocalDate day,
    long entries,
    String lastHash,
    Optional<LocalDate> previousDay,
    String previousHash,
    Optional<String> archive,
    boolean expired) {

  /** The first day of all, still without entries. */
  static JournalDay first(LocalDate day) {
    return new JournalDay(
        day, 0, ChainHash.START, Optional.empty(), ChainHash.START, Optional.empty(), false);
  }

  /**
   * The day that takes what comes today, where this is the last that has entries. Days only go
   * forward, also when a replica's clock is behind.
   */
  JournalDay takingOn(LocalDate today) {
    return today.isAfter(day)
        ? new JournalDay(today, 0, lastHash, Optional.of(day), lastHash, Optional.empty(), false)
        : this;
  }

  /** The same day with more entries. */
  JournalDay grownTo(long entries, String lastHash) {
    return new JournalDay(day, entries, lastHash, previousDay, previousHash, archive, expired);
  }
}
