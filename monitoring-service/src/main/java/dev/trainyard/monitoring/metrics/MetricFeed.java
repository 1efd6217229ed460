package dev.trainyard.monitoring.metrics;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows the points of a process as they come. The database is the source: a subscriber looks
 * there when this replica has stored something for the process, and every two seconds anyway,
 * because another replica may have.
 */
@ApplicationScoped
class MetricFeed {
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(2);
  private static final int CHUNK = 1_000;

  private final MetricStore metrics;
  private final BroadcastProcessor<UUID> changes = BroadcastProcessor.create();

  MetricFeed(MetricStore metrics) {
    this.metrics = metrics;
  }

  /** Says that new points of a process are committed. */
  void changed(UUID processId) {
    changes.onNext(processId);
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
        .concatenate();
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
              var points = metrics.after(processId, reached.get(), CHUNK);
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
