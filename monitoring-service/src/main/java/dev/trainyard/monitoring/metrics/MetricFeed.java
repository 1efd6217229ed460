package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.monitoring.feed.ProcessFeed;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Follows the points of processes as they come. Thread-safe. */
@ApplicationScoped
class MetricFeed {
  private static final int CHUNK = 200;

  private final MetricStore metrics;
  private final CurrentTenant tenant;
  private final ProcessFeed feed = new ProcessFeed();

  MetricFeed(MetricStore metrics, CurrentTenant tenant) {
    this.tenant = tenant;
    this.metrics = metrics;
  }

  /** Says that new points of a process are committed. */
  void changed(UUID processId) {
    feed.changed(processId);
  }

  /** What other replicas have stored. */
  @AcrossTenants
  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void noticeOthers() {
    var followed = feed.followed();
    if (!followed.isEmpty()) {
      feed.notice(metrics.pointsOf(followed));
    }
  }

  /** Endless: what is stored after the position, then what comes. */
  Multi<AttemptPoint> follow(UUID processId, long afterPosition) {
    // Read later, by other threads, than it is asked for.
    var scope = tenant.scope();
    var reached = new AtomicLong(afterPosition);
    return feed.follow(processId, CHUNK, () -> tenant.call(scope, () -> read(processId, reached)));
  }

  private List<AttemptPoint> read(UUID processId, AtomicLong reached) {
    var points = metrics.after(metrics.runs(processId), reached.get(), CHUNK);
    if (!points.isEmpty()) {
      reached.set(points.get(points.size() - 1).position());
    }
    return points;
  }
}
