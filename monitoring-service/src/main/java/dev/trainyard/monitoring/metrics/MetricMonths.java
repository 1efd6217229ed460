package dev.trainyard.monitoring.metrics;

import dev.trainyard.monitoring.database.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The partitions of the table of points, one for each month of arrival (UTC). They are made ahead
 * and dropped whole, both with little patience: who waits for the table keeps everybody else from
 * it. What comes in a month without a partition lies among the others. Thread-safe, also over
 * several replicas.
 */
@ApplicationScoped
public class MetricMonths {
  private static final Logger LOG = Logger.getLogger(MetricMonths.class);
  private static final String PREFIX = "metric_point_";
  private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('metric_point'))";
  private static final String LITTLE_PATIENCE = "SET LOCAL lock_timeout = '2s'";

  private static final String PARTITIONS =
      """
      SELECT child.relname AS name FROM pg_inherits
      JOIN pg_class AS child ON child.oid = inhrelid
      WHERE inhparent = 'metric_point'::regclass AND child.relname ~ '_[0-9]{4}_[0-9]{2}$'
      ORDER BY child.relname
      """;

  private final Database database;
  private final Clock clock;

  MetricMonths(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Makes the partitions of this month and the next, if they are not there. */
  @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void makeAhead() {
    makeFor(clock.instant());
    makeFor(start(monthOf(clock.instant()).plusMonths(1)).toInstant());
  }

  /** Makes the partition of a month; another time if the table is in use or has rows of it. */
  void makeFor(Instant receivedAt) {
    var month = monthOf(receivedAt);
    patiently(
        "made",
        month,
        () -> {
          if (!months().contains(month) && !isAmongOthers(month)) {
            database.execute(
                "CREATE TABLE %s PARTITION OF metric_point FOR VALUES FROM ('%s') TO ('%s')"
                    .formatted(nameOf(month), start(month), start(month.plusMonths(1))));
            // See V010__metric_point_indexes.sql: they would mislead the planner.
            database.execute(
                "ALTER TABLE %s ALTER COLUMN run_id SET STATISTICS 0".formatted(nameOf(month)));
          }
        });
  }

  /** Drops the months that end before this moment, and the runs of which nothing is left then. */
  public void dropBefore(Instant moment) {
    var current = monthOf(moment);
    for (var month : months().stream().filter(month -> month.isBefore(current)).toList()) {
      patiently("dropped", month, () -> drop(month));
    }
    var start = start(current).toInstant();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              forgetSums(start);
              execute("DELETE FROM metric_point_other WHERE received_at < ?", start);
              execute("DELETE FROM metric_run WHERE last_received_at < ?", start);
            });
  }

  private void drop(YearMonth month) {
    forgetSums(start(month.plusMonths(1)).toInstant());
    database.execute("DROP TABLE " + nameOf(month));
    LOG.infof("Measurements that came in %s are dropped", month);
  }

  /** What was summed up of points that go now is summed up anew from those that stay. */
  private void forgetSums(Instant end) {
    execute(
        """
        DELETE FROM metric_stretch WHERE run_id IN (
          SELECT id FROM metric_run WHERE first_received_at < ?)
        """,
        end);
    execute(
        """
        UPDATE metric_rollup SET rolled_to = 0 WHERE run_id IN (
          SELECT id FROM metric_run WHERE first_received_at < ?)
        """,
        end);
    execute("UPDATE metric_run SET first_received_at = ? WHERE first_received_at < ?", end, end);
  }

  private void patiently(String what, YearMonth month, Runnable work) {
    try {
      QuarkusTransaction.requiringNew()
          .run(
              () -> {
                database.execute(LITTLE_PATIENCE);
                database.query(LOCK, row -> 1);
                work.run();
              });
    } catch (RuntimeException e) {
      LOG.warnf("The partition of %s is not %s now reason=%s", month, what, e.getMessage());
    }
  }

  private void execute(String sql, Object... parameters) {
    database.batch(sql, List.<Object[]>of(parameters));
  }

  private List<YearMonth> months() {
    return database.query(PARTITIONS, row -> monthOf(row.getString("name")));
  }

  /** Rows that came before the partition keep it from being made. */
  private boolean isAmongOthers(YearMonth month) {
    return database
        .first(
            "SELECT 1 FROM metric_point_other WHERE received_at >= ? AND received_at < ? LIMIT 1",
            row -> 1,
            start(month).toInstant(),
            start(month.plusMonths(1)).toInstant())
        .isPresent();
  }

  private static YearMonth monthOf(Instant moment) {
    return YearMonth.from(moment.atOffset(ZoneOffset.UTC));
  }

  private static OffsetDateTime start(YearMonth month) {
    return month.atDay(1).atStartOfDay().atOffset(ZoneOffset.UTC);
  }

  private static String nameOf(YearMonth month) {
    return "%s%04d_%02d".formatted(PREFIX, month.getYear(), month.getMonthValue());
  }

  private static YearMonth monthOf(String name) {
    var digits = name.substring(PREFIX.length());
    return YearMonth.of(
        Integer.parseInt(digits.substring(0, 4)), Integer.parseInt(digits.substring(5)));
  }
}
