package dev.trainyard.monitoring.retention;

import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.metrics.MetricMonths;
import dev.trainyard.monitoring.process.ProcessStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Deletes measurements and log lines that are too old, a batch at a time, so that nothing waits for
 * it; several replicas share the batches out among themselves. What has come of processes after
 * they were deleted goes as well.
 */
@ApplicationScoped
class OldEntries {
  private static final Logger LOG = Logger.getLogger(OldEntries.class);
  private static final String LOG_LINES =
      """
      DELETE FROM log_line l USING (
        SELECT process_id, attempt, line FROM log_line WHERE time < ?
        LIMIT 10000 FOR UPDATE SKIP LOCKED) AS old
      WHERE (l.process_id, l.attempt, l.line) = (old.process_id, old.attempt, old.line)
      RETURNING 1
      """;
  private static final String DELIVERIES =
      """
      DELETE FROM webhook_delivery USING (
        SELECT id FROM webhook_delivery WHERE created_at < ? AND next_attempt_at IS NULL
        LIMIT 10000 FOR UPDATE SKIP LOCKED) AS old
      WHERE webhook_delivery.id = old.id
      RETURNING 1
      """;

  private static final String DELETIONS =
      "DELETE FROM deleted_process WHERE deleted_at < ? RETURNING 1";

  /** Nothing is expected any more from an agent that was away for longer. */
  private static final Duration DELETIONS_KEPT = Duration.ofDays(90);

  private final Database database;
  private final ProcessStore processes;
  private final MetricMonths months;
  private final RetentionConfig config;
  private final Clock clock;

  OldEntries(
      Database database,
      ProcessStore processes,
      MetricMonths months,
      RetentionConfig config,
      Clock clock) {
    this.database = database;
    this.processes = processes;
    this.months = months;
    this.config = config;
    this.clock = clock;
  }

  @AcrossTenants
  @Scheduled(
      every = "{trainyard.retention.interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void delete() {
    config.metrics().ifPresent(kept -> months.dropBefore(clock.instant().minus(kept)));
    config.logs().ifPresent(kept -> delete("log lines", LOG_LINES, clock.instant().minus(kept)));
    config
        .deliveries()
        .ifPresent(kept -> delete("deliveries", DELIVERIES, clock.instant().minus(kept)));
    processes.deleteLate();
    delete("deletions of processes", DELETIONS, clock.instant().minus(DELETIONS_KEPT));
  }

  private void delete(String what, String sql, Instant before) {
    var deleted = 0L;
    for (var batch = 1; batch > 0; deleted += batch) {
      batch = database.query(sql, row -> 1, before).size();
    }
    if (deleted > 0) {
      LOG.infof("Deleted %d %s from before %s", deleted, what, before);
    }
  }
}
