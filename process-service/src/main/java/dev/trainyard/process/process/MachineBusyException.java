package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.problem.ConflictException;
import java.util.Map;
import java.util.UUID;

/** Another process holds the machine. */
class MachineBusyException extends ConflictException {
  MachineBusyException(TrainingProcess holder) {
    this(holder.id(), holder.name(), holder.status(), holder.machineId(), holder.machineName());
  }

  private MachineBusyException(UUID machineId) {
    super(
        "machine-busy",
        "Machine %s is held by a process that is not yours. Take another machine, or send queue: true to wait in line."
            .formatted(machineId),
        Map.of("machineId", machineId));
  }

  /** Which process it is, is nothing to other tenants. */
  static MachineBusyException ofAnotherTenant(UUID machineId) {
    return new MachineBusyException(machineId);
  }

  private MachineBusyException(
      UUID processId, String processName, ProcessStatus status, UUID machineId, String machine) {
    super(
        "machine-busy",
        "Machine %s is held by process %s (%s, %s). Stop or delete it first, take another machine, or send queue: true to wait in line."
            .formatted(machine, processName, processId, status),
        Map.of("processId", processId, "processName", processName, "machineId", machineId));
  }
}
