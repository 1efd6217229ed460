package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.monitoring.metrics.MetricSeries.Curve;
import dev.trainyard.monitoring.metrics.Thinning.Chosen;
import dev.trainyard.monitoring.process.ProcessStore;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads measurements for clients. Thread-safe. */
@ApplicationScoped
class MetricsService {
  /** Up to so many points are read singly; beyond, a chart is drawn from stretches of them. */
  private static final int MOST_SINGLE = 8_192;

  private final MetricStore metrics;
  private final MetricCurves curves;
  private final MetricFeed feed;
  private final ProcessStore processes;

  MetricsService(
      MetricStore metrics, MetricCurves curves, MetricFeed feed, ProcessStore processes) {
    this.metrics = metrics;
    this.curves = curves;
    this.feed = feed;
    this.processes = processes;
  }

  /**
   * The curves of a range.
   *
   * @param attempt null for the newest that has points
   * @throws NotFoundException if nothing is known of the process
   */
  @Transactional
  MetricSeries series(UUID processId, Integer attempt, MetricsQuery query) {
    metrics.lookAtOneMoment();
    var runs = knownRuns(processId);
    // Before the points are read: one that comes in between is sent again rather than lost.
    var position = metrics.lastPosition(runs);
    var run = chosen(runs, attempt);
    var newest = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).attempt();
    return new MetricSeries(
        processId,
        attempt != null ? attempt : newest,
        runs.stream().map(MetricRun::attempt).toList(),
        run.map(MetricRun::quantities).orElse(List.of()).stream().map(Quantity::name).toList(),
        run.map(found -> curves(found, query))
            .orElseGet(() -> query.wanted().stream().map(MetricsService::empty).toList()),
        run.map(this::gaps).orElse(List.of()),
        run.map(metrics::latest).orElse(null),
        run.map(MetricRun::points).orElse(0L),
        position);
  }

  /**
   * An attempt, to read all of its points; empty if it has none.
   *
   * @param attempt null for the newest that has points
   * @throws NotFoundException if nothing is known of the process
   */
  @Transactional
  Optional<MetricRun> run(UUID processId, Integer attempt) {
    return chosen(knownRuns(processId), attempt);
  }

  /**
   * Endless: points after the position.
   *
   * @throws NotFoundException if nothing is known of the process
   */
  Multi<AttemptPoint> follow(UUID processId, long afterPosition) {
    knownRuns(processId);
    return feed.follow(processId, afterPosition);
  }

  private List<Curve> curves(MetricRun run, MetricsQuery query) {
    var wanted = query.wanted();
    var stretches =
        curves.stretches(
            run, wanted, range(run, query), Math.max(MOST_SINGLE, 2 * query.maxPoints));
    var chosen =
        wanted.stream()
            .collect(
                Collectors.toMap(
                    quantity -> quantity,
                    quantity -> Thinning.choose(stretches.get(quantity), query.maxPoints)));
    var moments =
        curves.moments(
            run,
            chosen.values().stream()
                .flatMap(List::stream)
                .map(one -> one.value().iteration())
                .collect(Collectors.toSet()));
    return wanted.stream()
        .map(quantity -> curve(quantity, stretches.get(quantity), chosen.get(quantity), moments))
        .toList();
  }

  private MetricCurves.Range range(MetricRun run, MetricsQuery query) {
    return query
        .epochs()
        .map(epochs -> curves.ofEpochs(run, epochs.from(), epochs.to()))
        .or(() -> query.times().map(times -> curves.ofTimes(run, times.from(), times.to())))
        .orElseGet(query::iterations);
  }

  private static Curve curve(
      Quantity quantity,
      List<Stretch> stretches,
      List<Chosen> chosen,
      Map<Integer, MetricCurves.Moment> moments) {
    var iterations = chosen.stream().map(one -> one.value().iteration()).toList();
    return new Curve(
        quantity.name(),
        stretches.stream().mapToLong(Stretch::points).sum(),
        iterations,
        iterations.stream().map(iteration -> moments.get(iteration).epoch()).toList(),
        iterations.stream().map(iteration -> moments.get(iteration).time()).toList(),
        chosen.stream().map(one -> one.value().value()).toList(),
        chosen.stream().map(Chosen::windowPoints).toList());
  }

  private static Curve empty(Quantity quantity) {
    return new Curve(quantity.name(), 0, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  private List<MetricSeries.Gap> gaps(MetricRun run) {
    return metrics.gaps(run).stream()
        .map(
            gap ->
                new MetricSeries.Gap(
                    gap.afterIteration(),
                    gap.beforeIteration(),
                    gap.lastSequence() - gap.firstSequence() + 1))
        .toList();
  }

  private static Optional<MetricRun> chosen(List<MetricRun> runs, Integer attempt) {
    return attempt == null
        ? runs.stream().reduce((earlier, later) -> later)
        : runs.stream().filter(run -> run.attempt() == attempt).findFirst();
  }

  private List<MetricRun> knownRuns(UUID processId) {
    var runs = metrics.runs(processId);
    processes.requireKnown(processId, !runs.isEmpty());
    return runs;
  }
}
