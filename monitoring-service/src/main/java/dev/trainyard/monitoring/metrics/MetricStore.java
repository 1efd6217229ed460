package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.database.StoredJson;
import dev.trainyard.monitoring.metrics.ReportGaps.Gap;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads measurements. An iteration may have several rows, one with the values of the training and
 * one with those of the test set, or because a run went on from a checkpoint: the newest value of
 * each metric counts. Thread-safe.
 */
@ApplicationScoped
public class MetricStore {
  private static final String RUNS =
      "SELECT * FROM metric_run WHERE process_id = ? AND points > 0 ORDER BY attempt";

  private static final String AFTER =
      """
      SELECT * FROM metric_point WHERE run_id = ? AND received_at >= ? AND position > ?
        AND position > 0
      ORDER BY position LIMIT ?
      """;

  private static final String LATEST =
      """
      SELECT run.process_id, run.attempt, point.* FROM unnest(?) AS wanted (id)
      CROSS JOIN LATERAL (
        SELECT * FROM metric_run WHERE process_id = wanted.id AND points > 0
        ORDER BY attempt DESC LIMIT 1) AS run
      CROSS JOIN LATERAL (
        SELECT * FROM metric_point WHERE run_id = run.id AND received_at >= run.first_received_at %s
        ORDER BY iteration DESC, position DESC LIMIT %d) AS point
      """;

  // More than one iteration has: training, test set, and both again after a checkpoint.
  private static final int ROWS_OF_AN_ITERATION = 8;

  private final Database database;
  private final StoredJson json;

  MetricStore(Database database, StoredJson json) {
    this.database = database;
    this.json = json;
  }

  /** Lets all that the caller's transaction reads from now on be of one moment. */
  void lookAtOneMoment() {
    database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }

  /** The attempts of a process that have points, oldest first. */
  List<MetricRun> runs(UUID processId) {
    return database.query(RUNS, MetricStore::run, processId);
  }

  /** How many points each of these processes has, of those that have any. */
  Map<UUID, Long> pointsOf(Set<UUID> processIds) {
    return database
        .query(
            """
            SELECT process_id, sum(points)::bigint AS points FROM metric_run
            WHERE process_id = ANY (?) GROUP BY process_id
            """,
            row -> Map.entry(row.getObject("process_id", UUID.class), row.getLong("points")),
            processIds)
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Reports that have not come, though later ones have, in order. */
  List<Gap> gaps(MetricRun run) {
    return database.query(
        "SELECT * FROM metric_gap WHERE run_id = ? ORDER BY first_sequence",
        MetricWriter::gap,
        run.id());
  }

  /** Points of runs of one process that came after a position, in the order in which they did. */
  List<AttemptPoint> after(List<MetricRun> runs, long position, int limit) {
    return runs.stream()
        .flatMap(
            run ->
                database
                    .query(
                        AFTER,
                        row -> attemptPoint(row, run.processId(), run.attempt()),
                        run.id(),
                        run.firstReceivedAt(),
                        position,
                        limit)
                    .stream())
        .sorted(Comparator.comparingLong(AttemptPoint::position))
        .limit(limit)
        .toList();
  }

  /** The position of the newest of all points of these runs; 0 without any. */
  long lastPosition(List<MetricRun> runs) {
    return runs.stream()
        .mapToLong(
            run ->
                database
                    .first(
                        "SELECT max(position) AS last FROM metric_point WHERE run_id = ? AND position > 0",
                        row -> row.getLong("last"),
                        run.id())
                    .orElse(0L))
        .max()
        .orElse(0);
  }

  /** The newest iteration of a run. */
  MetricPoint latest(MetricRun run) {
    return database
        .query(
            """
            SELECT * FROM metric_point WHERE run_id = ? AND received_at >= ?
            ORDER BY iteration DESC, position DESC LIMIT ?
            """,
            row -> attemptPoint(row, run.processId(), run.attempt()),
            run.id(),
            run.firstReceivedAt(),
            ROWS_OF_AN_ITERATION)
        .stream()
        .reduce(AttemptPoint::completedBy)
        .map(AttemptPoint::point)
        .orElse(null);
  }

  /** The newest iteration of the newest attempt of each process that has any. */
  public Map<UUID, AttemptPoint> latest(Collection<UUID> processIds) {
    return latest(LATEST.formatted("", ROWS_OF_AN_ITERATION), processIds);
  }

  /** The newest values on the test set of the newest attempt of each process that has any. */
  public Map<UUID, AttemptPoint> latestEvaluations(Collection<UUID> processIds) {
    return latest(LATEST.formatted("AND average_precision IS NOT NULL", 1), processIds);
  }

  /**
   * Rows of a run in order of iterations, as they were reported.
   *
   * @param after the last row of the page before; null for the first page
   */
  List<AttemptPoint> page(MetricRun run, AttemptPoint after, int limit) {
    return database.query(
        """
        SELECT * FROM metric_point
        WHERE run_id = ? AND received_at >= ? AND (iteration, position) > (?, ?)
        ORDER BY iteration, position LIMIT ?
        """,
        row -> attemptPoint(row, run.processId(), run.attempt()),
        run.id(),
        run.firstReceivedAt(),
        after == null ? Integer.MIN_VALUE : after.point().iteration(),
        after == null ? 0L : after.position(),
        limit);
  }

  private Map<UUID, AttemptPoint> latest(String sql, Collection<UUID> processIds) {
    var newest = new HashMap<UUID, AttemptPoint>();
    database
        .query(
            sql,
            row ->
                attemptPoint(row, row.getObject("process_id", UUID.class), row.getInt("attempt")),
            processIds)
        .forEach(point -> newest.merge(point.processId(), point, AttemptPoint::completedBy));
    return newest;
  }

  static MetricRun run(ResultSet row) throws SQLException {
    return new MetricRun(
        row.getLong("id"),
        row.getObject("process_id", UUID.class),
        row.getInt("attempt"),
        row.getInt("last_iteration"),
        row.getLong("points"),
        Database.texts(row, "scalars"),
        Database.instant(row, "first_received_at"));
  }

  private AttemptPoint attemptPoint(ResultSet row, UUID processId, int attempt)
      throws SQLException {
    return new AttemptPoint(
        processId,
        row.getLong("position"),
        attempt,
        new MetricPoint(
            row.getInt("iteration"),
            row.getDouble("epoch"),
            Database.instant(row, "time"),
            number(row, Metric.LEARNING_RATE),
            number(row, Metric.TRAIN_LOSS),
            number(row, Metric.IMAGES_PER_SECOND),
            number(row, Metric.REMAINING_SECONDS),
            number(row, Metric.REMAINING_SECONDS_LOW),
            number(row, Metric.REMAINING_SECONDS_HIGH),
            number(row, Metric.AVERAGE_PRECISION),
            number(row, Metric.ACCURACY),
            number(row, Metric.TEST_LOSS),
            scalars(row.getString("scalars"))));
  }

  private Map<String, Double> scalars(String text) {
    if (text == null) {
      return null;
    }
    var scalars = new HashMap<String, Double>();
    json.tree(text)
        .properties()
        .forEach(scalar -> scalars.put(scalar.getKey(), scalar.getValue().doubleValue()));
    return scalars;
  }

  private static Double number(ResultSet row, Metric metric) throws SQLException {
    return Database.nullable(row, metric.column(), Double.class);
  }
}
