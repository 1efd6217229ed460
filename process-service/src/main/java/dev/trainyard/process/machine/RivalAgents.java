package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.StandDown;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Tells agents that claim a machine which another one holds to stand down, again and again while
 * they go on, and everyone else once. Kept in memory only; after a restart it is told again.
 */
@ApplicationScoped
class RivalAgents {
  private static final Logger LOG = Logger.getLogger(RivalAgents.class);
  private static final Duration TOLD_AGAIN = Duration.ofSeconds(15);
  private static final int MAX_REMEMBERED = 10_000;

  private final MachineStore machines;
  private final Outbox outbox;
  private final TransactionSynchronizationRegistry transactions;
  private final Clock clock;
  private final Map<Rival, Instant> told = new ConcurrentHashMap<>();

  RivalAgents(
      MachineStore machines,
      Outbox outbox,
      TransactionSynchronizationRegistry transactions,
      Clock clock) {
    this.machines = machines;
    this.outbox = outbox;
    this.transactions = transactions;
    this.clock = clock;
  }

  private record Rival(UUID machineId, UUID agentId, long incarnation) {}

  /** In the caller's transaction. */
  void refuse(Heartbeat heartbeat, MachinePulses.Pulse pulse) {
    var rival = new Rival(heartbeat.machineId(), heartbeat.agentId(), heartbeat.incarnation());
    var now = clock.instant();
    var before = told.get(rival);
    if (before != null && before.plus(TOLD_AGAIN).isAfter(now)) {
      return;
    }
    transactions.registerInterposedSynchronization(new RememberAfterCommit(rival, now));
    outbox.publish(
        EventType.COMMAND_STAND_DOWN,
        heartbeat.machineId(),
        new StandDown(
            heartbeat.machineId(),
            heartbeat.agentId(),
            heartbeat.incarnation(),
            pulse.lease().agentId(),
            pulse.agentHost()),
        TenantScope.ALL_NAME);
    if (before == null) {
      contest(heartbeat, pulse, now);
    }
  }

  private void contest(Heartbeat heartbeat, MachinePulses.Pulse pulse, Instant now) {
    var reason =
        "A second agent, %s on %s, claims the machine of agent %s on %s and is refused. Give it a machine id of its own."
            .formatted(
                heartbeat.agentId(),
                heartbeat.hostName(),
                pulse.lease().agentId(),
                pulse.agentHost());
    LOG.warnf("Machine is contested machineId=%s reason=%s", heartbeat.machineId(), reason);
    machines
        .find(heartbeat.machineId())
        .ifPresent(
            machine ->
                outbox.publish(
                    EventType.MACHINE_CONTESTED,
                    machine.id(),
                    machine.toEvent(reason, now),
                    machine.tenant()));
  }

  /** What was rolled back was not told. */
  private final class RememberAfterCommit implements Synchronization {
    private final Rival rival;
    private final Instant when;

    RememberAfterCommit(Rival rival, Instant when) {
      this.rival = rival;
      this.when = when;
    }

    @Override
    public void beforeCompletion() {
      // Nothing to do before the commit.
    }

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        if (told.size() >= MAX_REMEMBERED) {
          told.clear();
        }
        told.put(rival, when);
      }
    }
  }
}
