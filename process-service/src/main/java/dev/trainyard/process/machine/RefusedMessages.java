package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.outbox.Outbox;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Counts messages in a machine's name that are not from its agent, and tells of them in the log and
 * the journal: of a flood once a minute for each machine. Thread-safe.
 */
@ApplicationScoped
public class RefusedMessages {
  private static final Logger LOG = Logger.getLogger(RefusedMessages.class);
  private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
  private static final int MAX_REMEMBERED = 10_000;

  private final MachineStore machines;
  private final Outbox outbox;
  private final Clock clock;
  private final Counter counter;
  private final Map<UUID, Instant> told = new ConcurrentHashMap<>();

  RefusedMessages(MachineStore machines, Outbox outbox, Clock clock, MeterRegistry meters) {
    this.machines = machines;
    this.outbox = outbox;
    this.clock = clock;
    this.counter = meters.counter("trainyard.messages.refused");
  }

  /**
   * @param machineId in whose name it came
   * @param what it was, such as {@code heartbeat}
   */
  public void add(UUID machineId, String what) {
    counter.increment();
    var now = clock.instant();
    var before = told.get(machineId);
    if (before != null && before.plus(TOLD_AGAIN).isAfter(now)) {
      return;
    }
    if (told.size() > MAX_REMEMBERED) {
      told.clear();
    }
    told.put(machineId, now);
    LOG.warnf("Message refused: not of the machine's agent machineId=%s what=%s", machineId, what);
    QuarkusTransaction.requiringNew().run(() -> publish(machineId, what, now));
  }

  private void publish(UUID machineId, String what, Instant now) {
    var reason =
        "A %s came that the agent enrolled for this machine has not signed; it was dropped."
            .formatted(what);
    machines
        .find(machineId)
        .ifPresent(
            machine ->
                outbox.publish(
                    EventType.MACHINE_MESSAGE_REFUSED,
                    machineId,
                    machine.toEvent(reason, now),
                    machine.tenant()));
  }
}
