package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.outbox.Outbox;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Turns heartbeats, and their absence, into machines that are available or not. */
@ApplicationScoped
class MachineAvailability {
  private static final Logger LOG = Logger.getLogger(MachineAvailability.class);

  private final MachineStore machines;
  private final Outbox outbox;
  private final MachineConfig config;
  private final Clock clock;
  // Nobody listened before: silence counts from here.
  private final Instant listeningSince;

  MachineAvailability(MachineStore machines, Outbox outbox, MachineConfig config, Clock clock) {
    this.machines = machines;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
    this.listeningSince = clock.instant();
  }

  /**
   * Notes a sign of life.
   *
   * @return false if no such machine is registered
   */
  @Transactional
  boolean seen(Heartbeat heartbeat) {
    var now = clock.instant();
    if (machines.recordHeartbeat(heartbeat, true, now)) {
      return true;
    }
    if (machines.recordHeartbeat(heartbeat, false, now)) {
      LOG.infof("Machine is available machineId=%s", heartbeat.machineId());
      publish(EventType.MACHINE_AVAILABLE, heartbeat.machineId());
      return true;
    }
    return false;
  }

  @Scheduled(
      every = "{trainyard.machine.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void markSilentMachines() {
    var cutoff = clock.instant().minus(config.unavailableAfter());
    if (cutoff.isBefore(listeningSince)) {
      return;
    }
    var silent =
        QuarkusTransaction.requiringNew().call(() -> machines.availableButUnseenSince(cutoff));
    for (var id : silent) {
      QuarkusTransaction.requiringNew().run(() -> markUnavailable(id, cutoff));
    }
  }

  private void markUnavailable(UUID id, Instant cutoff) {
    if (machines.recordAbsence(id, cutoff)) {
      LOG.warnf("Machine is unavailable machineId=%s", id);
      publish(EventType.MACHINE_UNAVAILABLE, id);
    }
  }

  private void publish(EventType type, UUID id) {
    machines
        .find(id)
        .ifPresent(machine -> outbox.publish(type, id, machine.toEvent(clock.instant())));
  }
}
