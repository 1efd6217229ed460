package dev.trainyard.monitoring.status;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at every part of the platform now and then, and keeps what it saw last. Thread-safe. */
@ApplicationScoped
class PartWatch {
  private static final Logger LOG = Logger.getLogger(PartWatch.class);

  private final List<Probe> probes;
  private final Clock clock;
  private final Map<String, PartState> states = new ConcurrentHashMap<>();

  PartWatch(List<Probe> probes, Clock clock) {
    this.probes = probes;
    this.clock = clock;
  }

  /** The parts in a fixed order; without those that have not been looked at yet. */
  List<PartState> states() {
    return probes.stream().map(probe -> states.get(probe.name())).filter(Objects::nonNull).toList();
  }

  /** Whether a part did not work when it was asked last. */
  boolean isDown(String name) {
    var state = states.get(name);
    return state != null && !state.up();
  }

  /** Asks all parts at the same time, so that one that hangs does not hide another. */
  @Scheduled(
      every = "{trainyard.status.interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    probes.stream()
        .map(
            probe ->
                CompletableFuture.runAsync(
                    () -> keep(seen(probe)), Infrastructure.getDefaultWorkerPool()))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private PartState seen(Probe probe) {
    var begin = System.nanoTime();
    String reason = null;
    try {
      probe.ask();
    } catch (PartDownException e) {
      reason = e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "was not waited for";
    }
    var latency = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    var now = clock.instant();
    return new PartState(probe.name(), probe.kind(), reason == null, now, now, latency, reason);
  }

  private void keep(PartState seen) {
    var before = states.get(seen.name());
    states.merge(seen.name(), seen, PartState::followedBy);
    if (before == null ? !seen.up() : before.up() != seen.up()) {
      LOG.infof(
          "A part of the platform is %s now part=%s reason=%s",
          seen.up() ? "up" : "down", seen.name(), seen.reason());
    }
  }
}
