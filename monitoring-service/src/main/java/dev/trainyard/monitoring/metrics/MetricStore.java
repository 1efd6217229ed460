package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Measurements in the database. Thread-safe. */
@ApplicationScoped
public class MetricStore {
  // An iteration may be reported twice, the second time with the test-set values: the row then
  // holds both, and moves to the end of the stream. A repeated message changes nothing.
  private static final String SAVE =
      """
      INSERT INTO metric_point AS kept (process_id, attempt, iteration, epoch, time, learning_rate,
        train_loss, images_per_second, remaining_seconds, remaining_seconds_low,
        remaining_seconds_high, average_precision, accuracy, test_loss)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (process_id, attempt, iteration) DO UPDATE SET
        position = nextval('metric_position'),
        learning_rate = coalesce(excluded.learning_rate, kept.learning_rate),
        train_loss = coalesce(excluded.train_loss, kept.train_loss),
        images_per_second = coalesce(excluded.images_per_second, kept.images_per_second),
        remaining_seconds = coalesce(excluded.remaining_seconds, kept.remaining_seconds),
        remaining_seconds_low =
          coalesce(excluded.remaining_seconds_low, kept.remaining_seconds_low),
        remaining_seconds_high =
          coalesce(excluded.remaining_seconds_high, kept.remaining_seconds_high),
        average_precision = coalesce(excluded.average_precision, kept.average_precision),
        accuracy = coalesce(excluded.accuracy, kept.accuracy),
        test_loss = coalesce(excluded.test_loss, kept.test_loss)
      WHERE (coalesce(excluded.learning_rate, kept.learning_rate),
             coalesce(excluded.train_loss, kept.train_loss),
             coalesce(excluded.average_precision, kept.average_precision),
             coalesce(excluded.accuracy, kept.accuracy),
             coalesce(excluded.test_loss, kept.test_loss))
        IS DISTINCT FROM (kept.learning_rate, kept.train_loss, kept.average_precision,
             kept.accuracy, kept.test_loss)
      """;

  // Every step-th point; evaluations are thinned apart from the rest, since they are few.
  private static final String RANGE =
      """
      SELECT * FROM (
        SELECT *,
          row_number() OVER (PARTITION BY average_precision IS NOT NULL ORDER BY iteration DESC)
            AS place,
          count(*) OVER (PARTITION BY average_precision IS NOT NULL) AS kind_total,
          count(*) OVER () AS total
        FROM metric_point
        WHERE process_id = ? AND attempt = ? AND iteration BETWEEN ? AND ?
      ) AS points
      WHERE (place - 1) % greatest(1, ceil(kind_total / ?::numeric)::bigint) = 0
      ORDER BY iteration
      """;

  private static final String AFTER =
      """
      SELECT * FROM metric_point WHERE process_id = ? AND position > ? ORDER BY position LIMIT ?
      """;

  private static final String LATEST =
      """
      SELECT point.* FROM unnest(?) AS wanted (id) CROSS JOIN LATERAL (
        SELECT * FROM metric_point WHERE process_id = wanted.id %s
        ORDER BY attempt DESC, iteration DESC LIMIT 1) AS point
      """;

  private static final String ATTEMPTS =
      """
      SELECT DISTINCT attempt FROM metric_point WHERE process_id = ? ORDER BY attempt
      """;

  private final Database database;

  MetricStore(Database database) {
    this.database = database;
  }

  /** Stores all points or none. */
  @Transactional
  public void save(List<MetricsReported> reports) {
    var rows = new ArrayList<Object[]>();
    for (var report : reports) {
      for (var point : report.points()) {
        rows.add(row(report, point));
      }
    }
    database.batch(SAVE, rows);
  }

  /**
   * Points of an attempt by iteration, thinned evenly to about {@code maxPoints} when there are
   * more; the newest is always among them.
   */
  public List<RangePoint> range(
      UUID processId, int attempt, int fromIteration, int toIteration, int maxPoints) {
    return database.query(
        RANGE,
        row -> new RangePoint(read(row), row.getLong("total")),
        processId,
        attempt,
        fromIteration,
        toIteration,
        maxPoints);
  }

  /** Points that came or were completed after a position, in the order in which they did. */
  public List<AttemptPoint> after(UUID processId, long position, int limit) {
    return database.query(AFTER, MetricStore::read, processId, position, limit);
  }

  /** The newest point of each process that has any. */
  public Map<UUID, AttemptPoint> latest(Collection<UUID> processIds) {
    return byProcess(LATEST.formatted(""), processIds);
  }

  /** The newest point with test-set values of each process that has any. */
  public Map<UUID, AttemptPoint> latestEvaluations(Collection<UUID> processIds) {
    return byProcess(LATEST.formatted("AND average_precision IS NOT NULL"), processIds);
  }

  /** The newest point of one attempt. */
  public Optional<AttemptPoint> latest(UUID processId, int attempt) {
    return database.first(
        """
        SELECT * FROM metric_point WHERE process_id = ? AND attempt = ?
        ORDER BY iteration DESC LIMIT 1
        """,
        MetricStore::read,
        processId,
        attempt);
  }

  /** The position of the newest point of a process; 0 without any. */
  public long lastPosition(UUID processId) {
    return database
        .first(
            "SELECT max(position) AS last FROM metric_point WHERE process_id = ?",
            row -> row.getLong("last"),
            processId)
        .orElse(0L);
  }

  /** The attempts that have points, oldest first. */
  public List<Integer> attempts(UUID processId) {
    return database.query(ATTEMPTS, row -> row.getInt("attempt"), processId);
  }

  private Map<UUID, AttemptPoint> byProcess(String sql, Collection<UUID> processIds) {
    return database.query(sql, MetricStore::read, processIds).stream()
        .collect(Collectors.toMap(AttemptPoint::processId, Function.identity()));
  }

  private static Object[] row(MetricsReported report, MetricPoint point) {
    return new Object[] {
      report.processId(),
      report.attempt(),
      point.iteration(),
      point.epoch(),
      point.time(),
      finite(point.learningRate()),
      finite(point.trainLoss()),
      finite(point.imagesPerSecond()),
      finite(point.remainingSeconds()),
      finite(point.remainingSecondsLow()),
      finite(point.remainingSecondsHigh()),
      finite(point.averagePrecision()),
      finite(point.accuracy()),
      finite(point.testLoss())
    };
  }

  /** A loss that diverged has no number JSON could carry. */
  private static Double finite(Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }

  private static AttemptPoint read(ResultSet row) throws SQLException {
    return new AttemptPoint(
        row.getObject("process_id", UUID.class),
        row.getLong("position"),
        row.getInt("attempt"),
        new MetricPoint(
            row.getInt("iteration"),
            row.getDouble("epoch"),
            Database.instant(row, "time"),
            number(row, "learning_rate"),
            number(row, "train_loss"),
            number(row, "images_per_second"),
            number(row, "remaining_seconds"),
            number(row, "remaining_seconds_low"),
            number(row, "remaining_seconds_high"),
            number(row, "average_precision"),
            number(row, "accuracy"),
            number(row, "test_loss")));
  }

  private static Double number(ResultSet row, String column) throws SQLException {
    return Database.nullable(row, column, Double.class);
  }

  /**
   * A point of a range.
   *
   * @param point the point
   * @param total how many points the range has, those left out included
   */
  public record RangePoint(AttemptPoint point, long total) {}
}
