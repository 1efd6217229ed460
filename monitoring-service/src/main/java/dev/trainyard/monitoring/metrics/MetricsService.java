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
  private final MetricFeed feed;
  private final ProcessStore processes;

  MetricsService(MetricStore metrics, MetricFeed feed, ProcessStore processes) {
    this.metrics = metrics;
    this.feed = feed;
    this.processes = processes;
  }

  /**
   * The curves of a range.
   *
   * @throws NotFoundException if nothing is known of the process
   */
  @Transactional
  MetricSeries series(UUID processId, MetricsQuery query) {
    metrics.lookAtOneMoment();
    var runs = knownRuns(processId);
    // Before the points are read: one that comes in between is sent again rather than lost.
    var position = metrics.lastPosition(runs);
    var run = chosen(runs, query.attempt);
    var newest = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).attempt();
    int attempt = query.attempt != null ? query.attempt : newest;
    return new MetricSeries(
        processId,
        attempt,
        runs.stream().map(MetricRun::attempt).toList(),
        run.map(found -> curves(found, query))
            .orElseGet(() -> query.wanted().stream().map(MetricsService::empty).toList()),
        run.map(this::gaps).orElse(List.of()),
        run.map(metrics::latest).orElse(null),
        run.map(MetricRun::points).orElse(0L),
        position);
  }

  /**
   * Every point of an attempt, the newest by default; empty if it has none.
   *
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
        metrics.stretches(
            run,
            wanted,
            query.fromIteration,
            query.toIteration,
            Math.max(MOST_SINGLE, 2 * query.maxPoints));
    var chosen =
        wanted.stream()
            .collect(
                Collectors.toMap(
                    metric -> metric,
                    metric -> Thinning.choose(stretches.get(metric), query.maxPoints)));
    var moments =
        metrics.moments(
            run,
            chosen.values().stream()
                .flatMap(List::stream)
                .map(one -> one.value().iteration())
                .collect(Collectors.toSet()));
    return wanted.stream()
        .map(metric -> curve(metric, stretches.get(metric), chosen.get(metric), moments))
        .toList();
  }

  private static Curve curve(
      Metric metric,
      List<Stretch> stretches,
      List<Chosen> chosen,
      Map<Integer, MetricStore.Moment> moments) {
    var iterations = chosen.stream().map(one -> one.value().iteration()).toList();
    return new Curve(
        metric.jsonName(),
        stretches.stream().mapToLong(Stretch::points).sum(),
        iterations,
        iterations.stream().map(iteration -> moments.get(iteration).epoch()).toList(),
        iterations.stream().map(iteration -> moments.get(iteration).time()).toList(),
        chosen.stream().map(one -> one.value().value()).toList(),
        chosen.stream().map(Chosen::windowPoints).toList());
  }

  private static Curve empty(Metric metric) {
    return new Curve(metric.jsonName(), 0, List.of(), List.of(), List.of(), List.of(), List.of());
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
    var isUnknown = runs.isEmpty() && processes.find(processId).isEmpty();
    if (isUnknown || processes.isDeleted(processId)) {
      throw new NotFoundException("process", processId);
    }
    return runs;
  }
}
