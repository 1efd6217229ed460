package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.tenant.AcrossTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Finds out whether the journal is as it was written, a day at a time. Thread-safe. */
@ApplicationScoped
class JournalVerification {
  /** A day of many million entries takes minutes. */
  private static final Duration PATIENCE = Duration.ofHours(6);

  private final JournalDays days;
  private final JournalRows rows;

  JournalVerification(JournalDays days, JournalRows rows) {
    this.days = days;
    this.rows = rows;
  }

  /** Every day from the first to the last that has, or should have, entries; the oldest first. */
  @AcrossTenants
  List<DayVerification> verify(LocalDate first, LocalDate last) {
    var results = new TreeMap<LocalDate, DayVerification>();
    for (var day : days.uncounted(first, last)) {
      results.put(day, DayVerification.uncounted(day));
    }
    var before = days.lastBefore(first);
    for (var day : days.between(first, last)) {
      missingBetween(before, day).ifPresent(missing -> results.putIfAbsent(missing.day(), missing));
      results.put(day.day(), verify(day, before));
      before = Optional.of(day);
    }
    var next = days.firstAfter(last);
    if (next.isPresent()) {
      missingBetween(before, next.get())
          .filter(missing -> !missing.day().isAfter(last))
          .ifPresent(missing -> results.putIfAbsent(missing.day(), missing));
    }
    return List.copyOf(results.values());
  }

  private DayVerification verify(JournalDay day, Optional<JournalDay> before) {
    return QuarkusTransaction.requiringNew()
        .timeout(Math.toIntExact(PATIENCE.toSeconds()))
        .call(
            () -> {
              rows.holdStill();
              // It may have grown or expired meanwhile.
              var check = new DayCheck(days.find(day.day()).orElse(day), before);
              rows.each(day.day(), check);
              return check.result();
            });
  }

  /** The day that this one says it follows, if it does not follow what is before it. */
  private static Optional<DayVerification> missingBetween(
      Optional<JournalDay> before, JournalDay day) {
    return day.previousDay()
        .filter(previous -> before.map(last -> last.day().isBefore(previous)).orElse(true))
        .map(missing -> DayVerification.dayMissing(missing, day.day()));
  }
}
