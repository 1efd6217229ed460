package dev.trainyard.monitoring.journal;

import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.retention.RetentionConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * Deletes the entries of days that are too old. What is kept of such a day stays, so that the days
 * after it can still be verified. A day that was tampered with stays whole, and so does the newest.
 */
@ApplicationScoped
class JournalRetention {
  private static final Logger LOG = Logger.getLogger(JournalRetention.class);
  private static final Duration PATIENCE = Duration.ofHours(6);

  /** One replica at a time. */
  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtext('journal_retention')) AS locked";

  private final RetentionConfig retention;
  private final JournalDays days;
  private final JournalRows rows;
  private final Database database;
  private final Clock clock;

  JournalRetention(
      RetentionConfig retention,
      JournalDays days,
      JournalRows rows,
      Database database,
      Clock clock) {
    this.retention = retention;
    this.days = days;
    this.rows = rows;
    this.database = database;
    this.clock = clock;
  }

  @Scheduled(
      every = "{trainyard.retention.interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void expire() {
    retention
        .journal()
        .map(kept -> LocalDate.ofInstant(clock.instant().minus(kept), ZoneOffset.UTC))
        .ifPresent(oldest -> days.dueBefore(oldest).forEach(this::expire));
  }

  private void expire(LocalDate date) {
    try {
      QuarkusTransaction.requiringNew()
          .timeout(Math.toIntExact(PATIENCE.toSeconds()))
          .run(
              () -> {
                var locked = database.first(LOCK, row -> row.getBoolean("locked")).orElse(false);
                if (locked) {
                  days.find(date).filter(day -> !day.expired()).ifPresent(this::delete);
                }
              });
    } catch (RuntimeException e) {
      LOG.warnf(
          "Journal day not deleted, will be tried again day=%s reason=%s", date, e.getMessage());
    }
  }

  private void delete(JournalDay day) {
    var check = new DayCheck(day, days.lastBefore(day.day()));
    rows.each(day.day(), check);
    var verification = check.result();
    if (verification.result() != DayVerification.Result.OK) {
      LOG.errorf(
          "Journal day not deleted, since it is not as it was written day=%s problem=%s",
          day.day(), verification.detail());
      return;
    }
    days.expire(day, clock.instant());
    LOG.infof("Journal day deleted day=%s entries=%d", day.day(), day.entries());
  }
}
