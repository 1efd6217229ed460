package dev.trainyard.monitoring.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.retention.RetentionConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes the entries of days that are too old, after they were archived. What is kept of such a
 * day stays, so that the days after it can still be verified. A day that was tampered with stays
 * whole, and so does the newest.
 */
@ApplicationScoped
class JournalRetention {
  private static final Logger LOG = Logger.getLogger(JournalRetention.class);
  private static final Duration PATIENCE = Duration.ofHours(6);

  /** One replica at a time. */
  private static final String LOCK =
      "SELECT pg_try_advisory_xact_lock(hashtext('journal_retention')) AS locked";

  private final RetentionConfig retention;
  private final JournalArchive archive;
  private final JournalDays days;
  private final JournalRows rows;
  private final Database database;
  private final ObjectMapper json;
  private final Clock clock;

  JournalRetention(
      RetentionConfig retention,
      JournalArchive archive,
      JournalDays days,
      JournalRows rows,
      Database database,
      ObjectMapper json,
      Clock clock) {
    this.retention = retention;
    this.archive = archive;
    this.days = days;
    this.rows = rows;
    this.database = database;
    this.json = json;
    this.clock = clock;
  }

  @AcrossTenants
  @Scheduled(
      every = "{trainyard.retention.interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void expire() {
    retention
        .journal()
        .map(kept -> LocalDate.ofInstant(clock.instant().minus(kept), ZoneOffset.UTC))
        .ifPresent(this::expireBefore);
  }

  private void expireBefore(LocalDate oldest) {
    for (var day : days.dueBefore(oldest)) {
      try {
        QuarkusTransaction.requiringNew()
            .timeout(Math.toIntExact(PATIENCE.toSeconds()))
            .run(() -> expire(day));
      } catch (DependencyUnavailableException e) {
        // So it is for all the others.
        LOG.warnf(
            "Journal days not deleted, will be tried again day=%s reason=%s", day, e.getCause());
        return;
      } catch (RuntimeException e) {
        LOG.warnf("Journal day not deleted, will be tried again day=%s reason=%s", day, e);
      }
    }
  }

  /** In one transaction: whatever happens before its end leaves the day as it is. */
  private void expire(LocalDate date) {
    var locked = database.first(LOCK, row -> row.getBoolean("locked")).orElse(false);
    if (!locked) {
      return;
    }
    var due = days.find(date).filter(day -> !day.expired());
    if (due.isPresent() && archive.isEnabled()) {
      archiveAndDelete(due.get());
    } else if (due.isPresent()) {
      delete(due.get());
    }
  }

  private void archiveAndDelete(JournalDay day) {
    var check = new DayCheck(day, days.lastBefore(day.day()));
    try (var file =
        ArchiveFile.write(day, reader -> rows.each(day.day(), check.and(reader)), json)) {
      if (isIntact(check.result())) {
        var place = archive.put(day, file);
        days.expire(day, Optional.of(place), Optional.of(file.sha256()), clock.instant());
        LOG.infof(
            "Journal day archived and deleted day=%s entries=%d archive=%s",
            day.day(), day.entries(), place);
      }
    }
  }

  private void delete(JournalDay day) {
    var check = new DayCheck(day, days.lastBefore(day.day()));
    rows.each(day.day(), check);
    if (isIntact(check.result())) {
      days.expire(day, Optional.empty(), Optional.empty(), clock.instant());
      LOG.infof("Journal day deleted day=%s entries=%d", day.day(), day.entries());
    }
  }

  private static boolean isIntact(DayVerification verification) {
    if (verification.result() == DayVerification.Result.OK) {
      return true;
    }
    LOG.errorf(
        "Journal day not deleted, since it is not as it was written day=%s problem=%s",
        verification.day(), verification.detail());
    return false;
  }
}
