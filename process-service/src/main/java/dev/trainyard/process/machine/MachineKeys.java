package dev.trainyard.process.machine;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SenderKeys;
import dev.trainyard.kit.signing.VerificationKey;
import dev.trainyard.kit.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** By which keys agents are known as their machines'. Every method wants a transaction. */
@ApplicationScoped
public class MachineKeys {
  private final MachineStore machines;
  private final AgentSignatures signatures;
  private final Outbox outbox;
  private final Clock clock;

  MachineKeys(MachineStore machines, AgentSignatures signatures, Outbox outbox, Clock clock) {
    this.signatures = signatures;
    this.machines = machines;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * The keys of an agent that may ask for something; empty if there is none, or the machine is
   * switched off and has no run to finish.
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<SenderKeys> keysOfAdmitted(UUID machineId) {
    return machines
        .find(machineId)
        .filter(machine -> machine.enabled() || machine.draining())
        .flatMap(
            machine ->
                signatures.keysOf(List.of(machineId)).getOrDefault(machineId, Optional.empty()));
  }

  /** Whose the machine is; empty if all tenants share it. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<String> tenantOf(UUID machineId) {
    return machines.find(machineId).map(Machine::tenant).filter(TenantScope::isName);
  }

  /**
   * @throws NotFoundException if there is no such machine, or not one of the caller's alone
   * @throws ConflictException if it is switched off
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireEnabled(UUID machineId) {
    lockEnabled(machineId);
  }

  /**
   * From now on the machine's agent is known by this key, and by none before it.
   *
   * @throws ConflictException if it is switched off
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void enrol(UUID machineId, VerificationKey key) {
    var machine = lockEnabled(machineId);
    machines.keepKeys(machineId, new SenderKeys(key, MessageKey.fresh()));
    outbox.publish(
        EventType.MACHINE_ENROLLED,
        machineId,
        machine.toEvent(null, clock.instant()),
        machine.tenant());
  }

  private Machine lockEnabled(UUID machineId) {
    var machine =
        machines.lock(machineId).orElseThrow(() -> new NotFoundException("machine", machineId));
    if (!machine.enabled()) {
      throw new ConflictException(
          "machine-disabled",
          "Machine %s is disabled; enable it before its agent is enrolled."
              .formatted(machine.name()),
          Map.of("machineId", machineId));
    }
    return machine;
  }
}
