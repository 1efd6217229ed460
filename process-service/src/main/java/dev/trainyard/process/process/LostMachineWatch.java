package dev.trainyard.process.process;

import dev.trainyard.process.machine.MachineDirectory;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Gives up processes whose machine has been silent for too long. */
@ApplicationScoped
class LostMachineWatch {
  private final MachineDirectory machines;
  private final ProcessReconciler reconciler;
  private final ProcessConfig config;
  private final Clock clock;
  // Nobody listened before: silence counts from here.
  private final Instant listeningSince;

  LostMachineWatch(
      MachineDirectory machines, ProcessReconciler reconciler, ProcessConfig config, Clock clock) {
    this.machines = machines;
    this.reconciler = reconciler;
    this.config = config;
    this.clock = clock;
    this.listeningSince = clock.instant();
  }

  @Scheduled(
      every = "{trainyard.process.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void giveUpLostRuns() {
    var cutoff = clock.instant().minus(config.agentLostTimeout());
    if (cutoff.isAfter(listeningSince)) {
      machines.unseenSince(cutoff).forEach(reconciler::giveUp);
    }
  }
}
