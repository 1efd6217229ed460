package dev.trainyard.monitoring.feed;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets clients follow what is stored of processes. The database is the source: a follower looks
 * there when something of its process is stored, by this replica or by another one, and reads no
 * faster than its client does. Thread-safe.
 */
public final class ProcessFeed {
  /** A look that failed is made good then, whether or not something has come. */
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(10);

  private final BroadcastProcessor<UUID> changes = BroadcastProcessor.create();
  private final Map<UUID, Integer> followers = new ConcurrentHashMap<>();
  private Map<UUID, ?> noticed = Map.of();

  /** Says that something new of a process is committed. */
  public synchronized void changed(UUID processId) {
    changes.onNext(processId);
  }

  /** The processes that somebody follows. */
  public Set<UUID> followed() {
    return Set.copyOf(followers.keySet());
  }

  /**
   * Says how far processes are in the database, whoever stored it: one look for all followers.
   *
   * @param present by process, what is another value as soon as there is something new
   */
  public synchronized void notice(Map<UUID, ?> present) {
    present.forEach(
        (processId, state) -> {
          if (!state.equals(noticed.get(processId))) {
            changed(processId);
          }
        });
    noticed = Map.copyOf(present);
  }

  /**
   * Endless: what the reader finds now, then what comes.
   *
   * @param reader the next items, in order, as many as the chunk at most; fewer when there are no
   *     more; is not called by two threads at a time
   */
  public <T> Multi<T> follow(UUID processId, int chunk, Supplier<List<T>> reader) {
    var wakeUps =
        Multi.createBy()
            .merging()
            .streams(
                changes.filter(processId::equals).onOverflow().dropPreviousItems(),
                Multi.createFrom()
                    .ticks()
                    .every(LOOK_ANYWAY)
                    .onOverflow()
                    .drop()
                    .map(tick -> processId));
    return wakeUps
        .onOverflow()
        .dropPreviousItems()
        .onItem()
        .transformToMulti(wakeUp -> everythingNew(chunk, reader))
        .concatenate()
        .onSubscription()
        .invoke(() -> followers.merge(processId, 1, Integer::sum))
        .onTermination()
        .invoke(
            () ->
                followers.computeIfPresent(
                    processId, (id, count) -> count == 1 ? null : count - 1));
  }

  private static <T> Multi<T> everythingNew(int chunk, Supplier<List<T>> reader) {
    return Multi.createBy()
        .repeating()
        .uni(() -> read(reader))
        .whilst(items -> items.size() == chunk)
        .onItem()
        .transformToIterable(items -> items);
  }

  private static <T> Uni<List<T>> read(Supplier<List<T>> reader) {
    return Uni.createFrom()
        .item(reader::get)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        // The database is away: the next look finds what this one has not.
        .onFailure()
        .recoverWithItem(List.of());
  }
}
