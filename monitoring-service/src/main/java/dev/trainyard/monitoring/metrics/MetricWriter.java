package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.database.CopyRows;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.intake.EventTenants;
import dev.trainyard.monitoring.metrics.ReportGaps.Gap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Appends measurements, each report once, however often it comes. The rows of the runs are locked
 * meanwhile, so that two replicas that are given the same reports store them once. Thread-safe.
 */
@ApplicationScoped
class MetricWriter {
  private static final String POINTS =
      """
      metric_point (run_id, iteration, received_at, epoch, time, learning_rate, train_loss,
        images_per_second, remaining_seconds, remaining_seconds_low, remaining_seconds_high,
        average_precision, accuracy, test_loss, scalars)""";

  private static final String LOCK =
      """
      SELECT run.* FROM metric_run AS run
      JOIN unnest(?, ?) AS wanted (process_id, attempt) USING (process_id, attempt)
      ORDER BY run.id FOR NO KEY UPDATE OF run
      """;

  // In one order, so that two replicas that make the same runs wait for each other only once.
  private static final String CREATE =
      """
      WITH made AS (
        INSERT INTO metric_run (process_id, attempt, last_sequence, first_received_at,
          last_received_at, tenant)
        SELECT process_id, attempt, 0, ?, ?, tenant
        FROM unnest(?, ?, ?) AS wanted (process_id, attempt, tenant)
        ORDER BY process_id, attempt
        ON CONFLICT DO NOTHING RETURNING id)
      INSERT INTO metric_rollup (run_id) SELECT id FROM made RETURNING run_id
      """;

  private static final String KEEP =
      """
      UPDATE metric_run AS run SET last_sequence = kept.last_sequence,
        last_iteration = kept.last_iteration, points = run.points + kept.points,
        first_received_at = least(run.first_received_at, ?),
        last_received_at = greatest(run.last_received_at, ?)
      FROM unnest(?, ?, ?, ?) AS kept (id, last_sequence, last_iteration, points)
      WHERE run.id = kept.id RETURNING 1
      """;

  // Whatever it is: who rolls up meanwhile has to wait, and then sees the points that came late.
  private static final String ROLL_BACK =
      """
      UPDATE metric_rollup SET rolled_to = least(rolled_to, ?) WHERE run_id = ?
      """;

  private final Database database;
  private final Clock clock;
  private final EventTenants tenants;

  MetricWriter(Database database, Clock clock, EventTenants tenants) {
    this.tenants = tenants;
    this.database = database;
    this.clock = clock;
  }

  /** An attempt of a process. */
  private record RunKey(UUID processId, int attempt) {}

  /** A locked run, and what is to be done for it. */
  private static final class Run {
    private final long id;
    private final int lastIterationBefore;
    private final ReportGaps reports;
    private final Set<String> scalars;
    private final int scalarsBefore;
    private long points;
    private long values;
    private UUID machineId;
    private int lowestIteration = Integer.MAX_VALUE;

    private Run(long id, int lastIteration, ReportGaps reports, List<String> scalars) {
      this.id = id;
      this.lastIterationBefore = lastIteration;
      this.reports = reports;
      this.scalars = new TreeSet<>(scalars);
      this.scalarsBefore = scalars.size();
    }

    /** Beyond that nothing is summed up: the last stretch is not complete. */
    private boolean isBeforeItsLastStretch() {
      return lowestIteration < Stretch.startOf(lastIterationBefore, Stretch.LONG);
    }

    private boolean hasToBeSummedUp() {
      return isBeforeItsLastStretch()
          || Stretch.startOf(reports.lastIteration(), Stretch.LONG)
              > Stretch.startOf(lastIterationBefore, Stretch.LONG);
    }

    private void take(MetricsReported report, CopyRows rows, Instant receivedAt) {
      var iterations =
          report.points().stream().mapToInt(MetricPoint::iteration).summaryStatistics();
      if (reports.take(report.sequence(), iterations.getMin(), iterations.getMax())) {
        for (var point : report.points()) {
          rows.add(row(id, point, receivedAt));
          values += valuesOf(point);
          if (point.scalars() != null) {
            scalars.addAll(point.scalars().keySet());
          }
        }
        points += report.points().size();
        machineId = report.machineId();
        lowestIteration = Math.min(lowestIteration, iterations.getMin());
      }
    }
  }

  /**
   * What was stored.
   *
   * @param toSumUp the runs of which there is something to sum up
   * @param values how many values of measurements
   * @param iterations by how many iterations each machine has got on
   */
  record Saved(Set<Long> toSumUp, long values, Map<UUID, Long> iterations) {
    private static Saved of(Collection<Run> changed) {
      return new Saved(
          changed.stream()
              .filter(Run::hasToBeSummedUp)
              .map(run -> run.id)
              .collect(Collectors.toUnmodifiableSet()),
          changed.stream().mapToLong(run -> run.values).sum(),
          changed.stream()
              .collect(
                  Collectors.groupingBy(
                      run -> run.machineId,
                      Collectors.summingLong(
                          run ->
                              Math.max(
                                  0, run.reports.lastIteration() - run.lastIterationBefore)))));
    }
  }

  /**
   * Stores all reports that are new, or none.
   *
   * @param claimed whose the processes are, as the agents say
   */
  @AcrossTenants
  @Transactional
  Saved save(List<MetricsReported> reports, Map<UUID, String> claimed) {
    var byRun =
        reports.stream()
            .filter(report -> !report.points().isEmpty())
            .collect(
                Collectors.groupingBy(
                    report -> new RunKey(report.processId(), report.attempt()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    if (byRun.isEmpty()) {
      return Saved.of(List.of());
    }
    var receivedAt = clock.instant();
    var runs = lock(byRun.keySet(), receivedAt, claimed);
    var rows = new CopyRows();
    byRun.forEach(
        (key, its) -> its.forEach(report -> runs.get(key).take(report, rows, receivedAt)));
    var changed = runs.values().stream().filter(run -> run.points > 0).toList();
    for (var run : changed) {
      if (run.isBeforeItsLastStretch()) {
        database.batch(
            ROLL_BACK,
            List.<Object[]>of(
                new Object[] {Stretch.startOf(run.lowestIteration, Stretch.LONG), run.id}));
      }
      if (run.reports.changed()) {
        keepGaps(run);
      }
      if (run.scalars.size() > run.scalarsBefore) {
        database.batch(
            "UPDATE metric_run SET scalars = ? WHERE id = ?",
            List.<Object[]>of(new Object[] {run.scalars, run.id}));
      }
    }
    database.copy(POINTS, rows);
    if (!changed.isEmpty()) {
      database.query(
          KEEP,
          row -> 1,
          receivedAt,
          receivedAt,
          changed.stream().map(run -> run.id).toList(),
          changed.stream().map(run -> run.reports.lastSequence()).toList(),
          changed.stream().map(run -> run.reports.lastIteration()).toList(),
          changed.stream().map(run -> run.points).toList());
    }
    return Saved.of(changed);
  }

  private Map<RunKey, Run> lock(
      Collection<RunKey> keys, Instant receivedAt, Map<UUID, String> claimed) {
    var processIds = keys.stream().map(RunKey::processId).toList();
    var attempts = keys.stream().map(RunKey::attempt).toList();
    var runs = locked(processIds, attempts);
    if (runs.size() < keys.size()) {
      var owners = tenants.ofProcesses(claimed);
      database.query(
          CREATE,
          row -> 1,
          receivedAt,
          receivedAt,
          processIds,
          attempts,
          processIds.stream().map(owners::get).toList());
      runs = locked(processIds, attempts);
    }
    return runs;
  }

  private Map<RunKey, Run> locked(List<UUID> processIds, List<Integer> attempts) {
    record Row(RunKey key, long id, Long lastSequence, int lastIteration, List<String> scalars) {}
    var rows =
        database.query(
            LOCK,
            row ->
                new Row(
                    new RunKey(row.getObject("process_id", UUID.class), row.getInt("attempt")),
                    row.getLong("id"),
                    Database.nullable(row, "last_sequence", Long.class),
                    row.getInt("last_iteration"),
                    Database.texts(row, "scalars")),
            processIds,
            attempts);
    var gaps = gaps(rows.stream().map(Row::id).toList());
    return rows.stream()
        .collect(
            Collectors.toMap(
                Row::key,
                row ->
                    new Run(
                        row.id(),
                        row.lastIteration(),
                        new ReportGaps(
                            row.lastSequence(),
                            row.lastIteration(),
                            gaps.getOrDefault(row.id(), List.of())),
                        row.scalars())));
  }

  private Map<Long, List<Gap>> gaps(List<Long> runIds) {
    if (runIds.isEmpty()) {
      return Map.of();
    }
    return database
        .query(
            "SELECT * FROM metric_gap WHERE run_id = ANY (?) ORDER BY run_id, first_sequence",
            row -> Map.entry(row.getLong("run_id"), gap(row)),
            runIds)
        .stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  static Gap gap(java.sql.ResultSet row) throws java.sql.SQLException {
    return new Gap(
        row.getLong("first_sequence"),
        row.getLong("last_sequence"),
        row.getInt("after_iteration"),
        row.getInt("before_iteration"));
  }

  private void keepGaps(Run run) {
    database.batch(
        "DELETE FROM metric_gap WHERE run_id = ?", List.<Object[]>of(new Object[] {run.id}));
    var rows = new ArrayList<Object[]>();
    for (var gap : run.reports.gaps()) {
      rows.add(
          new Object[] {
            run.id,
            gap.firstSequence(),
            gap.lastSequence(),
            gap.afterIteration(),
            gap.beforeIteration()
          });
    }
    database.batch("INSERT INTO metric_gap VALUES (?, ?, ?, ?, ?)", rows);
  }

  private static long valuesOf(MetricPoint point) {
    var scalars = point.scalars() == null ? 0 : point.scalars().size();
    return scalars
        + Arrays.stream(Metric.values()).filter(metric -> metric.of(point) != null).count();
  }

  private static Object[] row(long runId, MetricPoint point, Instant receivedAt) {
    var metrics = Metric.values();
    var columns = new Object[6 + metrics.length];
    columns[0] = runId;
    columns[1] = point.iteration();
    columns[2] = receivedAt;
    columns[3] = point.epoch();
    columns[4] = point.time();
    for (var metric : metrics) {
      columns[5 + metric.ordinal()] = metric.of(point);
    }
    columns[5 + metrics.length] = scalars(point);
    return columns;
  }

  /** As JSON, in which neither a name nor a number needs an escape; null without any. */
  private static CopyRows.Jsonb scalars(MetricPoint point) {
    if (point.scalars() == null) {
      return null;
    }
    return new CopyRows.Jsonb(
        point.scalars().entrySet().stream()
            .filter(scalar -> Double.isFinite(scalar.getValue()))
            .map(scalar -> "\"%s\":%s".formatted(scalar.getKey(), scalar.getValue()))
            .collect(Collectors.joining(",", "{", "}")));
  }
}
