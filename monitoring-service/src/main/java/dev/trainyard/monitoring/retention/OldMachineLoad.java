package dev.trainyard.monitoring.retention;

import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.monitoring.machine.LoadHistoryWriter;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Makes hours of old minutes of machines' loads, and forgets what is too old. */
@ApplicationScoped
class OldMachineLoad {
  private static final Logger LOG = Logger.getLogger(OldMachineLoad.class);

  private final LoadHistoryWriter history;
  private final RetentionConfig config;
  private final Clock clock;

  OldMachineLoad(LoadHistoryWriter history, RetentionConfig config, Clock clock) {
    this.history = history;
    this.config = config;
    this.clock = clock;
  }

  @AcrossTenants
  @Scheduled(
      every = "{trainyard.retention.interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void clean() {
    var now = clock.instant();
    config
        .machineLoad()
        .ifPresent(
            kept -> {
              var before = now.minus(kept);
              var deleted = history.deleteBefore(before);
              if (deleted > 0) {
                LOG.infof("Deleted %d loads of machines from before %s", deleted, before);
              }
            });
    history.sumUpBefore(LoadHistoryWriter.minutesKeptFrom(now));
  }
}
