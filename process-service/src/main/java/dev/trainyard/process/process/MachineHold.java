package dev.trainyard.process.process;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.process.machine.MachineDirectory;
import dev.trainyard.process.machine.MachineReference;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Does work that makes a process hold its machine. The database alone decides who gets it; who does
 * not is told who has it.
 */
@ApplicationScoped
class MachineHold {
  // The holder may end between the refusal and the question who it is.
  private static final int MAX_TRIES = 3;

  private final ProcessStore processes;
  private final MachineDirectory machines;
  private final CurrentTenant tenant;

  MachineHold(ProcessStore processes, MachineDirectory machines, CurrentTenant tenant) {
    this.tenant = tenant;
    this.processes = processes;
    this.machines = machines;
  }

  /**
   * Runs {@code work}, which flushes its changes, in a transaction of its own.
   *
   * @throws MachineBusyException if another process holds the machine
   */
  <T> T call(UUID machineId, Supplier<T> work) {
    for (var tries = 1; ; tries++) {
      try {
        return QuarkusTransaction.requiringNew().call(work::get);
      } catch (ConstraintViolationException e) {
        if (!ProcessStore.HOLDS_MACHINE.equals(e.getConstraintName())) {
          throw e;
        }
        QuarkusTransaction.requiringNew().run(() -> refuse(machineId));
        if (tries == MAX_TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * @throws MachineAwaitedException if others wait for the machine of {@code process}; not those
   *     that are switched off
   */
  void requireNoQueue(TrainingProcess process) {
    var waiting =
        processes.waiting(List.of(process.machineId())).stream()
            .filter(other -> other.enabled() && !other.id().equals(process.id()))
            .toList();
    if (!waiting.isEmpty()) {
      throw new MachineAwaitedException(process, told(waiting.get(0)), waiting.size());
    }
  }

  /** Which process it is, is nothing to other tenants. */
  private Map<String, Object> told(TrainingProcess first) {
    return tenant.scope().includes(first.tenant())
        ? Map.of("processId", first.id(), "processName", first.name())
        : Map.of();
  }

  /**
   * Keeps the machine from being switched or deleted until the transaction ends.
   *
   * @throws MachineUnavailableException if the machine of {@code process} is silent
   * @throws ConflictException if it is disabled or was deleted
   */
  void requireReady(TrainingProcess process) {
    var machine = requireUsable(process);
    if (!machine.available()) {
      throw new MachineUnavailableException(machine, process);
    }
  }

  /**
   * The same for a process that may wait for its machine.
   *
   * @throws ConflictException if the machine is disabled or was deleted
   */
  MachineReference requireUsable(TrainingProcess process) {
    var machine =
        machines
            .findStable(process.machineId())
            .orElseThrow(
                () ->
                    new ConflictException(
                        "machine-deleted",
                        "Machine %s was deleted; clone the process to another one."
                            .formatted(process.machineName()),
                        Map.of("machineId", process.machineId())));
    requireEnabled(machine);
    return machine;
  }

  private void refuse(UUID machineId) {
    processes
        .findHolder(machineId)
        .ifPresent(
            holder -> {
              throw new MachineBusyException(holder);
            });
    if (processes.isHeld(machineId)) {
      throw MachineBusyException.ofAnotherTenant(machineId);
    }
  }

  /**
   * @throws ConflictException if the machine is switched off
   */
  static void requireEnabled(MachineReference machine) {
    if (!machine.enabled()) {
      throw new ConflictException(
          "machine-disabled",
          "Machine %s is disabled; enable it first, or take another one.".formatted(machine.name()),
          Map.of("machineId", machine.id()));
    }
  }
}
