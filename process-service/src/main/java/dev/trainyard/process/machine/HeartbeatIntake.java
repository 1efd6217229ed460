package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.protocol.machine.MachineLease;
import dev.trainyard.protocol.machine.MachineLease.Claim;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jboss.logging.Logger;

/**
 * Notes signs of life: renews the leases of the agents that hold their machines, refuses others,
 * and passes on what the machines are doing. Thread-safe.
 */
@ApplicationScoped
class HeartbeatIntake {
  private static final Logger LOG = Logger.getLogger(HeartbeatIntake.class);
  private static final int MAX_REMEMBERED = 10_000;

  private final MachinePulses pulses;
  private final MachineStore machines;
  private final RivalAgents rivals;
  private final RefusedMessages refused;
  private final RunObserver observer;
  private final Outbox outbox;
  private final MachineConfig config;
  private final Listening listening;
  private final Clock clock;
  private final Set<UUID> strangers = ConcurrentHashMap.newKeySet();

  HeartbeatIntake(
      MachinePulses pulses,
      MachineStore machines,
      RivalAgents rivals,
      RefusedMessages refused,
      RunObserver observer,
      Outbox outbox,
      MachineConfig config,
      Listening listening,
      Clock clock) {
    this.pulses = pulses;
    this.machines = machines;
    this.rivals = rivals;
    this.refused = refused;
    this.observer = observer;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
    this.listening = listening;
  }

  /**
   * Takes heartbeats of different machines; tried again until the database is there. A second time
   * they change nothing.
   */
  @Retry(
      maxRetries = -1,
      maxDuration = 0,
      delay = 1,
      delayUnit = ChronoUnit.SECONDS,
      abortOn = {IllegalArgumentException.class, NullPointerException.class})
  void take(List<HeartbeatClaims.Heard> heartbeats) {
    var sightings = QuarkusTransaction.requiringNew().call(() -> renew(heartbeats));
    if (!sightings.isEmpty()) {
      observer.observe(sightings);
    }
  }

  private List<MachineSighting> renew(List<HeartbeatClaims.Heard> heartbeats) {
    var known = pulses.lock(heartbeats.stream().map(each -> each.heartbeat().machineId()).toList());
    var sightings = new ArrayList<MachineSighting>();
    var accepted = new ArrayList<Heartbeat>();
    for (var heard : heartbeats) {
      var heartbeat = heard.heartbeat();
      var pulse = known.get(heartbeat.machineId());
      if (pulse == null) {
        tellStranger(heartbeat.machineId());
        // It may have been deleted while its agent was away: a run is told to stop all the same.
        sightings.add(sighting(heard));
        continue;
      }
      if (pulse.isRepeatedBy(heartbeat)) {
        continue;
      }
      var claim = claim(pulse.lease(), heartbeat);
      if (claim == Claim.REFUSED) {
        rivals.refuse(heartbeat, pulse);
        continue;
      }
      // Who knows the secrets of services is not to take the place of an agent.
      if (claim != Claim.HELD && !heard.isSigned().getAsBoolean()) {
        refused.add(heartbeat.machineId(), "heartbeat");
        continue;
      }
      accepted.add(heartbeat);
      sightings.add(sighting(heard));
    }
    pulses.renew(accepted, clock.instant());
    tellAvailable(
        accepted.stream()
            .map(Heartbeat::machineId)
            .filter(id -> !known.get(id).available())
            .toList());
    return sightings;
  }

  private static MachineSighting sighting(HeartbeatClaims.Heard heard) {
    var heartbeat = heard.heartbeat();
    return new MachineSighting(
        heartbeat.machineId(),
        heartbeat.agentId(),
        Optional.ofNullable(heartbeat.run()),
        heard.isSigned());
  }

  private Claim claim(MachineLease lease, Heartbeat heartbeat) {
    return MachineLease.claim(
        lease,
        heartbeat.agentId(),
        heartbeat.incarnation(),
        clock.instant(),
        listening.since(),
        config.unavailableAfter());
  }

  /** All at once: after an outage of the broker it is every machine. */
  private void tellAvailable(List<UUID> machineIds) {
    if (machineIds.isEmpty()) {
      return;
    }
    machineIds.forEach(id -> LOG.infof("Machine is available machineId=%s", id));
    var now = clock.instant();
    var available = machines.findAll(machineIds);
    outbox.publishAll(
        EventType.MACHINE_AVAILABLE,
        available.stream()
            .collect(Collectors.toMap(Machine::id, machine -> machine.toEvent(null, now))),
        available.stream().collect(Collectors.toMap(Machine::id, Machine::tenant)));
  }

  private void tellStranger(UUID machineId) {
    if (strangers.size() < MAX_REMEMBERED && strangers.add(machineId)) {
      LOG.warnf(
          "Heartbeats of a machine that is not registered are ignored machineId=%s", machineId);
    }
  }
}
