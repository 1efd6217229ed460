package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.tenant.AcrossTenants;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Notices machines that have fallen silent, and in the end switches them off; in batches that
 * several replicas share out among themselves.
 */
@ApplicationScoped
class MachineAvailability {
  private static final Logger LOG = Logger.getLogger(MachineAvailability.class);

  private final MachineStore machines;
  private final Outbox outbox;
  private final MachineConfig config;
  private final Listening listening;
  private final Clock clock;

  MachineAvailability(
      MachineStore machines,
      Outbox outbox,
      MachineConfig config,
      Listening listening,
      Clock clock) {
    this.machines = machines;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
    this.listening = listening;
  }

  @AcrossTenants
  @Scheduled(
      every = "{trainyard.machine.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void markSilentMachines() {
    var cutoff = clock.instant().minus(config.unavailableAfter());
    if (listening.hasListenedSince(cutoff)) {
      while (QuarkusTransaction.requiringNew().call(() -> markSome(cutoff))) {
        // Batch after batch.
      }
    }
  }

  @AcrossTenants
  @Scheduled(
      every = "{trainyard.machine.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void disableMachinesThatStayAway() {
    // They may have come back while this service was away, and not have been heard yet.
    if (!listening.hasListenedSince(clock.instant().minus(config.unavailableAfter()))) {
      return;
    }
    config
        .autoDisableUnavailablePeriod()
        .ifPresent(
            period -> {
              while (QuarkusTransaction.requiringNew()
                  .call(() -> disableSome(clock.instant().minus(period)))) {
                // Batch after batch.
              }
            });
  }

  private boolean markSome(Instant cutoff) {
    var silent = machines.lockAvailableButUnseenSince(cutoff);
    if (!silent.isEmpty()) {
      machines.recordAbsence(silent);
      silent.forEach(machine -> LOG.warnf("Machine is unavailable machineId=%s", machine.id()));
      var now = clock.instant();
      outbox.publishAll(
          EventType.MACHINE_UNAVAILABLE,
          silent.stream()
              .collect(Collectors.toMap(Machine::id, machine -> machine.toEvent(null, now))),
          silent.stream().collect(Collectors.toMap(Machine::id, Machine::tenant)));
    }
    return !silent.isEmpty();
  }

  private boolean disableSome(Instant cutoff) {
    var away = machines.lockEnabledButAwaySince(cutoff);
    for (var machine : away) {
      machine.enable(false, clock.instant());
      var reason =
          machine.lastSeenAt() == null
              ? "No sign of life since it was registered at " + machine.createdAt() + "."
              : "No sign of life since " + machine.lastSeenAt() + ".";
      LOG.warnf("Machine is disabled machineId=%s reason=%s", machine.id(), reason);
      outbox.publish(
          EventType.MACHINE_DISABLED,
          machine.id(),
          machine.toEvent(reason, clock.instant()),
          machine.tenant());
    }
    return !away.isEmpty();
  }
}
