package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.database.CopyRows;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Sums up what has come of long runs, beside the intake, so that a chart of a million points is
 * drawn from a thousand rows. Thread-safe, also over several replicas.
 */
@ApplicationScoped
class MetricRollup {
  private static final Logger LOG = Logger.getLogger(MetricRollup.class);

  /** What one transaction takes: others may wait for it. */
  private static final int MOST_ITERATIONS = 64 * Stretch.LONG;

  private static final String STRETCHES =
      """
      metric_stretch (run_id, metric, iterations, first_iteration, first_value, last_iteration,
        last_value, min_iteration, min_value, max_iteration, max_value, points)""";

  private static final String WAITING =
      """
      SELECT run.id FROM metric_run AS run JOIN metric_rollup AS rollup ON rollup.run_id = run.id
      WHERE run.last_iteration / ? * ? > rollup.rolled_to
      """;

  private static final String LOCK =
      """
      SELECT rollup.rolled_to, run.* FROM metric_rollup AS rollup
      JOIN metric_run AS run ON run.id = rollup.run_id
      WHERE rollup.run_id = ? FOR UPDATE OF rollup SKIP LOCKED
      """;

  private final Database database;
  private final MetricCurves curves;
  private final Set<Long> changed = ConcurrentHashMap.newKeySet();

  MetricRollup(Database database, MetricCurves curves) {
    this.database = database;
    this.curves = curves;
  }

  /** Says that new points of these runs are committed. */
  void changed(Set<Long> runIds) {
    changed.addAll(runIds);
  }

  /** What was left when a service ended, and what was summed up before and is not any more. */
  @AcrossTenants
  @Scheduled(every = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void lookForWaiting() {
    changed.addAll(database.query(WAITING, row -> row.getLong("id"), Stretch.LONG, Stretch.LONG));
  }

  @AcrossTenants
  @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void rollUp() {
    for (var runId : List.copyOf(changed)) {
      changed.remove(runId);
      try {
        boolean isMore;
        do {
          isMore = QuarkusTransaction.requiringNew().call(() -> rollUp(runId));
        } while (isMore);
      } catch (RuntimeException e) {
        // Charts read the points themselves meanwhile, and it must not keep other runs waiting.
        LOG.warnf("A run cannot be summed up now runId=%d reason=%s", runId, e.getMessage());
      }
    }
  }

  /** Sums up the next part of a run; true if there may be more of it. */
  private boolean rollUp(long runId) {
    record Locked(MetricRun run, int rolledTo) {}
    var locked =
        database.first(
            LOCK, row -> new Locked(MetricStore.run(row), row.getInt("rolled_to")), runId);
    if (locked.isEmpty()) {
      return false;
    }
    var from = locked.get().rolledTo();
    var all = Stretch.startOf(locked.get().run().lastIteration(), Stretch.LONG);
    var to = (int) Math.min(all, (long) from + MOST_ITERATIONS);
    if (to <= from) {
      return false;
    }
    database.batch(
        "DELETE FROM metric_stretch WHERE run_id = ? AND first_iteration >= ?",
        List.<Object[]>of(new Object[] {runId, from}));
    var rows = new CopyRows();
    var builders = new HashMap<Quantity, Builder>();
    var quantities = locked.get().run().quantities();
    quantities.forEach(
        quantity -> builders.put(quantity, new Builder(runId, quantity.name(), rows)));
    curves.eachMerged(
        locked.get().run(),
        quantities,
        from,
        to - 1,
        (quantity, stretch) -> builders.get(quantity).add(stretch));
    builders.values().forEach(Builder::finish);
    database.copy(STRETCHES, rows);
    database.batch(
        "UPDATE metric_rollup SET rolled_to = ? WHERE run_id = ?",
        List.<Object[]>of(new Object[] {to, runId}));
    return to < all;
  }

  /** Joins the values of one quantity, which come in order, to short and long stretches. */
  private static final class Builder {
    private final long runId;
    private final String name;
    private final CopyRows rows;
    private Stretch shorter;
    private Stretch longer;

    private Builder(long runId, String name, CopyRows rows) {
      this.runId = runId;
      this.name = name;
      this.rows = rows;
    }

    private void add(Stretch value) {
      if (!isOfSame(shorter, value, Stretch.SHORT)) {
        finishShort();
      }
      shorter = shorter == null ? value : shorter.and(value);
    }

    private void finish() {
      finishShort();
      write(longer, Stretch.LONG);
    }

    private void finishShort() {
      write(shorter, Stretch.SHORT);
      if (shorter != null) {
        if (!isOfSame(longer, shorter, Stretch.LONG)) {
          write(longer, Stretch.LONG);
          longer = null;
        }
        longer = longer == null ? shorter : longer.and(shorter);
      }
      shorter = null;
    }

    private void write(Stretch stretch, int iterations) {
      if (stretch != null) {
        rows.add(
            runId,
            name,
            iterations,
            stretch.first().iteration(),
            stretch.first().value(),
            stretch.last().iteration(),
            stretch.last().value(),
            stretch.min().iteration(),
            stretch.min().value(),
            stretch.max().iteration(),
            stretch.max().value(),
            stretch.points());
      }
    }

    private static boolean isOfSame(Stretch before, Stretch next, int length) {
      return before != null
          && Stretch.startOf(before.first().iteration(), length)
              == Stretch.startOf(next.first().iteration(), length);
    }
  }
}
