package dev.trainyard.monitoring.intake;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.kit.audit.AuditLog;
import dev.trainyard.kit.signing.RefusalReminder;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.monitoring.database.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Counts messages in a machine's name that are not from its agent, and tells of them in the log and
 * the journal: of a flood once a minute for each machine. Thread-safe.
 */
@ApplicationScoped
class RefusedMessages {
  private static final Logger LOG = Logger.getLogger(RefusedMessages.class);
  private static final String SELECT =
      "SELECT name, address, enabled, available, tenant FROM monitored_machine WHERE machine_id = ?";

  private final Database database;
  private final AuditLog journal;
  private final CurrentTenant tenant;
  private final Clock clock;
  private final Counter counter;
  private final RefusalReminder reminder = new RefusalReminder();

  RefusedMessages(
      Database database,
      AuditLog journal,
      CurrentTenant tenant,
      Clock clock,
      MeterRegistry meters) {
    this.database = database;
    this.journal = journal;
    this.tenant = tenant;
    this.clock = clock;
    this.counter = meters.counter("trainyard.messages.refused");
  }

  /** Made at the start, so that its counter is zero before the first, and not unknown. */
  void onStart(@Observes StartupEvent event) {
    LOG.debug("Refused messages are counted");
  }

  private record Machine(MachineEvent event, String tenant) {}

  /** Can be tried again: only once it is written down it is counted. */
  @AcrossTenants
  void add(MessageOrigin.Refusal refusal) {
    refusal.why().ifPresent(why -> tell(refusal.claim(), why));
    counter.increment();
  }

  private void tell(Claim claim, String why) {
    var machineId = claim.machineId();
    var now = clock.instant();
    if (!reminder.isDue(machineId, now)) {
      return;
    }
    LOG.warnf(
        "Message refused: not of the machine's agent machineId=%s what=%s reason=%s",
        machineId, claim.what(), why);
    machine(machineId, "A %s came that %s; it was dropped.".formatted(claim.what(), why), now)
        .ifPresent(
            machine ->
                tenant.run(
                    TenantScope.ofRow(machine.tenant()),
                    () ->
                        journal.write(
                            EventType.MACHINE_MESSAGE_REFUSED, machineId, machine.event())));
    reminder.told(machineId, now);
  }

  private Optional<Machine> machine(UUID machineId, String reason, Instant now) {
    return database.first(
        SELECT,
        row ->
            new Machine(
                new MachineEvent(
                    machineId,
                    row.getString("name"),
                    row.getString("address"),
                    row.getBoolean("enabled"),
                    false,
                    row.getBoolean("available"),
                    null,
                    reason,
                    now),
                row.getString("tenant")),
        machineId);
  }
}
