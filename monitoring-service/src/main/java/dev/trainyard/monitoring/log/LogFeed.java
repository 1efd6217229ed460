package dev.trainyard.monitoring.log;

import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.monitoring.feed.ProcessFeed;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Follows the logs of processes as they come. Thread-safe. */
@ApplicationScoped
class LogFeed {
  private static final int CHUNK = 200;

  private final LogStore log;
  private final CurrentTenant tenant;
  private final ProcessFeed feed = new ProcessFeed();

  LogFeed(LogStore log, CurrentTenant tenant) {
    this.tenant = tenant;
    this.log = log;
  }

  /** Says that new lines of a process are committed. */
  void changed(UUID processId) {
    feed.changed(processId);
  }

  /** What other replicas have stored. */
  @AcrossTenants
  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void noticeOthers() {
    var followed = feed.followed();
    if (!followed.isEmpty()) {
      feed.notice(log.newest(followed));
    }
  }

  /** Endless: what is stored after the position, then what comes, over all attempts. */
  Multi<AttemptLine> follow(UUID processId, LogPosition after) {
    // Read later, by other threads, than it is asked for.
    var scope = tenant.scope();
    var reached = new AtomicReference<>(after);
    return feed.follow(processId, CHUNK, () -> tenant.call(scope, () -> read(processId, reached)));
  }

  private List<AttemptLine> read(UUID processId, AtomicReference<LogPosition> reached) {
    var lines = log.page(processId, reached.get(), CHUNK);
    if (!lines.isEmpty()) {
      reached.set(lines.get(lines.size() - 1).position());
    }
    return lines;
  }
}
