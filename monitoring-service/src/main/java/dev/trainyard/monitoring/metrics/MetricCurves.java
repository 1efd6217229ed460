package dev.trainyard.monitoring.metrics;

import dev.trainyard.monitoring.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Reads curves of runs. Of the rows of one iteration the newest value of each quantity counts.
 * Thread-safe.
 */
@ApplicationScoped
class MetricCurves {
  // As the index of them has it.
  private static final String OF_EVALUATIONS =
      "AND (average_precision IS NOT NULL OR accuracy IS NOT NULL OR test_loss IS NOT NULL)";

  private static final String VALUES =
      """
      SELECT iteration, %s FROM metric_point
      WHERE run_id = ? AND received_at >= ? AND iteration BETWEEN ? AND ? %s
      ORDER BY iteration, position
      """;

  // Each looked up by itself, with LIMIT, so that no plan reads the whole run for them.
  private static final String MOMENTS =
      """
      SELECT point.iteration, epoch, time
      FROM unnest(?) AS wanted (iteration)
      CROSS JOIN LATERAL (
        SELECT * FROM metric_point
        WHERE run_id = ? AND received_at >= ? AND iteration = wanted.iteration
        ORDER BY position DESC LIMIT 1) AS point
      """;

  private static final String STRETCHES =
      """
      SELECT * FROM metric_stretch
      WHERE run_id = ? AND metric = ANY (?) AND iterations = ?
        AND first_iteration >= ? AND first_iteration < ?
      ORDER BY metric, first_iteration
      """;

  private static final String NEXT =
      """
      SELECT iteration, %s AS reached FROM metric_point
      WHERE run_id = ? AND received_at >= ? AND iteration >= ?
      ORDER BY iteration, position DESC LIMIT 1
      """;

  private final Database database;

  MetricCurves(Database database) {
    this.database = database;
  }

  /**
   * When an iteration was measured.
   *
   * @param epoch passes over the train set
   * @param time by the machine's clock
   */
  record Moment(double epoch, Instant time) {}

  /** Iterations; both ends belong to it. */
  record Range(int from, int to) {}

  /** Where a run was in these passes over the train set. */
  Range ofEpochs(MetricRun run, double from, double to) {
    return new Range(next(run, "epoch >= ?", from), next(run, "epoch > ?", to) - 1);
  }

  /** Where a run was in this time, by the machine's clock. */
  Range ofTimes(MetricRun run, Instant from, Instant to) {
    return new Range(next(run, "time >= ?", from), next(run, "time > ?", to) - 1);
  }

  /**
   * The values in a range, in order, each quantity's apart; single ones, or whole stretches where
   * there are too many.
   *
   * @param mostSingle from about how many points on stretches are taken
   */
  Map<Quantity, List<Stretch>> stretches(
      MetricRun run, List<Quantity> quantities, Range range, int mostSingle) {
    var to = Math.min(range.to(), run.lastIteration());
    var length = lengthFor(run, range.from(), to, mostSingle);
    var found = empty(quantities);
    BiConsumer<Quantity, Stretch> add =
        (quantity, stretch) -> addTo(found.get(quantity), stretch, length);
    if (length == 1) {
      eachMerged(run, quantities, range.from(), to, add);
      return found;
    }
    // Whole stretches that are summed up; the ends of the range are read singly.
    var first = (int) Math.min(to, roundedUp(range.from(), length));
    var end = Math.max(first, Math.min(rolledTo(run), Stretch.startOf(to, length)));
    eachMerged(run, quantities, range.from(), first - 1, add);
    database
        .query(
            STRETCHES,
            row -> Map.entry(new Quantity(row.getString("metric")), stretch(row)),
            run.id(),
            quantities.stream().map(Quantity::name).toList(),
            length,
            first,
            end)
        .forEach(entry -> add.accept(entry.getKey(), entry.getValue()));
    eachMerged(run, quantities, end, to, add);
    found.putAll(seldom(run, found, range.from(), to, mostSingle));
    return found;
  }

  /** Hands over every value in a range of iterations, in order, one for each iteration. */
  void eachMerged(
      MetricRun run,
      List<Quantity> quantities,
      int fromIteration,
      int toIteration,
      BiConsumer<Quantity, Stretch> consumer) {
    eachMerged(run, quantities, fromIteration, toIteration, "", consumer);
  }

  /** When some iterations were measured. */
  Map<Integer, Moment> moments(MetricRun run, Collection<Integer> iterations) {
    var moments = new HashMap<Integer, Moment>();
    if (!iterations.isEmpty()) {
      database.query(
          MOMENTS,
          row ->
              moments.put(
                  row.getInt("iteration"),
                  new Moment(row.getDouble("epoch"), Database.instant(row, "time"))),
          iterations,
          run.id(),
          run.firstReceivedAt());
    }
    return moments;
  }

  /** A long run has few values of the test set: an index finds them, and none is left out. */
  private Map<Quantity, List<Stretch>> seldom(
      MetricRun run, Map<Quantity, List<Stretch>> found, int from, int to, int mostSingle) {
    var seldom =
        found.entrySet().stream()
            .filter(
                entry ->
                    entry.getKey().isOfEvaluation()
                        && entry.getValue().stream().mapToLong(Stretch::points).sum() <= mostSingle)
            .map(Map.Entry::getKey)
            .toList();
    var values = empty(seldom);
    eachMerged(
        run,
        seldom,
        from,
        to,
        OF_EVALUATIONS,
        (quantity, value) -> values.get(quantity).add(value));
    return values;
  }

  private void eachMerged(
      MetricRun run,
      List<Quantity> quantities,
      int fromIteration,
      int toIteration,
      String condition,
      BiConsumer<Quantity, Stretch> consumer) {
    if (fromIteration > toIteration || quantities.isEmpty()) {
      return;
    }
    var columns = quantities.stream().map(Quantity::expression).collect(Collectors.joining(", "));
    var present = new HashMap<Quantity, Stretch>();
    database.stream(
        VALUES.formatted(columns, condition),
        row -> {
          var iteration = row.getInt(1);
          for (var index = 0; index < quantities.size(); index++) {
            var value = row.getDouble(index + 2);
            if (!row.wasNull()) {
              var quantity = quantities.get(index);
              var before = present.put(quantity, Stretch.of(iteration, value));
              if (before != null && before.first().iteration() < iteration) {
                consumer.accept(quantity, before);
              }
            }
          }
        },
        run.id(),
        run.firstReceivedAt(),
        fromIteration,
        toIteration);
    present.forEach(consumer);
  }

  /**
   * The first iteration from which on something holds, one after the last if it never does: it
   * holds for every iteration after one for which it does, as epochs and times only grow.
   */
  private int next(MetricRun run, String condition, Object parameter) {
    var sql = NEXT.formatted(condition);
    var low = 0;
    var high = run.lastIteration() + 1;
    while (low < high) {
      var middle = (low + high) >>> 1;
      record Next(int iteration, boolean reached) {}
      var next =
          database.first(
              sql,
              row -> new Next(row.getInt("iteration"), row.getBoolean("reached")),
              parameter,
              run.id(),
              run.firstReceivedAt(),
              middle);
      if (next.isEmpty() || next.get().reached()) {
        high = middle;
      } else {
        low = next.get().iteration() + 1;
      }
    }
    return low;
  }

  private int rolledTo(MetricRun run) {
    return database
        .first(
            "SELECT rolled_to FROM metric_rollup WHERE run_id = ?",
            row -> row.getInt("rolled_to"),
            run.id())
        .orElse(0);
  }

  /** Also what is not summed up yet: a run may have more points than fit into memory. */
  private static void addTo(List<Stretch> stretches, Stretch stretch, int length) {
    var last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
    if (last != null
        && Stretch.startOf(last.first().iteration(), length)
            == Stretch.startOf(stretch.first().iteration(), length)) {
      stretches.set(stretches.size() - 1, last.and(stretch));
    } else {
      stretches.add(stretch);
    }
  }

  private static Map<Quantity, List<Stretch>> empty(List<Quantity> quantities) {
    var lists = new LinkedHashMap<Quantity, List<Stretch>>();
    quantities.forEach(quantity -> lists.put(quantity, new ArrayList<>()));
    return lists;
  }

  private static int lengthFor(MetricRun run, int from, int to, int mostSingle) {
    var share = (to - from + 1.0) / Math.max(1, run.lastIteration());
    var points = Math.min(1, share) * run.points();
    if (points <= mostSingle) {
      return 1;
    }
    return (to - from) / Stretch.SHORT <= mostSingle / 2 ? Stretch.SHORT : Stretch.LONG;
  }

  private static long roundedUp(int iteration, int length) {
    return -Math.floorDiv(-(long) iteration, length) * length;
  }

  private static Stretch stretch(ResultSet row) throws SQLException {
    return new Stretch(
        value(row, "first"),
        value(row, "last"),
        value(row, "min"),
        value(row, "max"),
        row.getInt("points"));
  }

  private static Stretch.Value value(ResultSet row, String which) throws SQLException {
    return new Stretch.Value(row.getInt(which + "_iteration"), row.getDouble(which + "_value"));
  }
}
