package dev.trainyard.monitoring.metrics;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.monitoring.process.ProcessStore;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Reads measurements for clients. */
@ApplicationScoped
class MetricsService {
  private final MetricStore metrics;
  private final MetricFeed feed;
  private final ProcessStore processes;

  MetricsService(MetricStore metrics, MetricFeed feed, ProcessStore processes) {
    this.metrics = metrics;
    this.feed = feed;
    this.processes = processes;
  }

  /**
   * The points of a range.
   *
   * @throws NotFoundException if nothing is known of the process
   */
  MetricSeries series(UUID processId, MetricsQuery query) {
    var attempts = knownAttempts(processId);
    // Before the points are read: one that comes in between is sent again rather than lost.
    var position = metrics.lastPosition(processId);
    var newest = attempts.isEmpty() ? 0 : attempts.get(attempts.size() - 1);
    int attempt = query.attempt != null ? query.attempt : newest;
    var points =
        metrics.range(processId, attempt, query.fromIteration, query.toIteration, query.maxPoints);
    var total = points.isEmpty() ? 0 : points.get(0).total();
    List<MetricPoint> values = points.stream().map(point -> point.point().point()).toList();
    return new MetricSeries(
        processId,
        attempt,
        attempts,
        values,
        metrics.latest(processId, attempt).map(AttemptPoint::point).orElse(null),
        total,
        values.size() < total,
        position);
  }

  /**
   * Endless: points after the position.
   *
   * @throws NotFoundException if nothing is known of the process
   */
  Multi<AttemptPoint> follow(UUID processId, long afterPosition) {
    knownAttempts(processId);
    return feed.follow(processId, afterPosition);
  }

  private List<Integer> knownAttempts(UUID processId) {
    var attempts = metrics.attempts(processId);
    var isUnknown = attempts.isEmpty() && processes.find(processId).isEmpty();
    if (isUnknown || processes.isDeleted(processId)) {
      throw new NotFoundException("process", processId);
    }
    return attempts;
  }
}
