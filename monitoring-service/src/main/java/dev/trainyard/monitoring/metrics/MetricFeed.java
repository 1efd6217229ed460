package dev.trainyard.monitoring.metrics;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows the points of processes as they come. The database is the source: a subscriber looks
 * there when this replica has stored something for its process, or another one has. Thread-safe.
 */
@ApplicationScoped
class MetricFeed {
  /** A look that failed is made good then, whether or not something has come. */
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(10);

  /** Clocks of replicas may differ by less. */
  private static final Duration RECENTLY = Duration.ofMinutes(1);

  private static final int CHUNK = 200;

  private final MetricStore metrics;
  private final Clock clock;
  private final BroadcastProcessor<UUID> changes = BroadcastProcessor.create();
  private final AtomicInteger listeners = new AtomicInteger();
  private Map<UUID, Long> recent = Map.of();

  MetricFeed(MetricStore metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Says that new points of a process are committed. */
  void changed(UUID processId) {
    changes.onNext(processId);
  }

  /** What other replicas have stored: one look for all subscribers. */
  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void noticeOthers() {
    if (listeners.get() > 0) {
      var present = metrics.pointsOfProcesses(clock.instant().minus(RECENTLY));
      present.forEach(
          (processId, points) -> {
            if (!points.equals(recent.get(processId))) {
              changed(processId);
            }
          });
      recent = present;
    }
  }

  /** Endless: what is stored after the position, then what comes. */
  Multi<AttemptPoint> follow(UUID processId, long afterPosition) {
    var reached = new AtomicLong(afterPosition);
    var wakeUps =
        Multi.createBy()
            .merging()
            .streams(
                Multi.createFrom()
                    .ticks()
                    .every(LOOK_ANYWAY)
                    .onOverflow()
                    .drop()
                    .map(tick -> processId),
                changes.filter(processId::equals).onOverflow().dropPreviousItems());
    return wakeUps
        .onOverflow()
        .dropPreviousItems()
        .onItem()
        .transformToMulti(wakeUp -> newPoints(processId, reached))
        .concatenate()
        .onSubscription()
        .invoke(listeners::incrementAndGet)
        .onTermination()
        .invoke(listeners::decrementAndGet);
  }

  private Multi<AttemptPoint> newPoints(UUID processId, AtomicLong reached) {
    return Multi.createBy()
        .repeating()
        .uni(() -> read(processId, reached))
        .whilst(chunk -> chunk.size() == CHUNK)
        .onItem()
        .transformToIterable(chunk -> chunk);
  }

  private Uni<List<AttemptPoint>> read(UUID processId, AtomicLong reached) {
    return Uni.createFrom()
        .item(
            () -> {
              var points = metrics.after(metrics.runs(processId), reached.get(), CHUNK);
              if (!points.isEmpty()) {
                reached.set(points.get(points.size() - 1).position());
              }
              return points;
            })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        // The database is away: the next look finds what this one has not.
        .onFailure()
        .recoverWithItem(List.of());
  }
}
