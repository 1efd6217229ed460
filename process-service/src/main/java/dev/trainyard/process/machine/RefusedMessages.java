package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.signing.RefusalReminder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Counts messages in a machine's name that are not from its agent, and tells of them in the log and
 * the journal: of a flood once a minute for each machine. Thread-safe.
 */
@ApplicationScoped
public class RefusedMessages {
  private static final Logger LOG = Logger.getLogger(RefusedMessages.class);

  private final MachineStore machines;
  private final Outbox outbox;
  private final Clock clock;
  private final Counter counter;
  private final RefusalReminder reminder = new RefusalReminder();

  RefusedMessages(MachineStore machines, Outbox outbox, Clock clock, MeterRegistry meters) {
    this.machines = machines;
    this.outbox = outbox;
    this.clock = clock;
    this.counter = meters.counter("trainyard.messages.refused");
  }

  /** Made at the start, so that its counter is zero before the first, and not unknown. */
  void onStart(@Observes StartupEvent event) {
    LOG.debug("Refused messages are counted");
  }

  /**
   * @param machineId in whose name it came
   * @param what it was, such as {@code heartbeat}
   */
  public void add(UUID machineId, String what) {
    counter.increment();
    var now = clock.instant();
    if (!reminder.isDue(machineId, now)) {
      return;
    }
    LOG.warnf("Message refused: not of the machine's agent machineId=%s what=%s", machineId, what);
    QuarkusTransaction.requiringNew().run(() -> publish(machineId, what, now));
    reminder.told(machineId, now);
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
