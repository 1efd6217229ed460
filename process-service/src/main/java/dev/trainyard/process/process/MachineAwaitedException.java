package dev.trainyard.process.process;

import dev.trainyard.kit.problem.ConflictException;
import java.util.Map;

/** The machine is free, but others wait for it. */
class MachineAwaitedException extends ConflictException {
  MachineAwaitedException(TrainingProcess first, String machineName, int queueLength) {
    super(
        "machine-awaited",
        "%d starts wait for machine %s; send queue: true to wait in line, or take another machine."
            .formatted(queueLength, machineName),
        Map.of(
            "processId", first.id(),
            "processName", first.name(),
            "machineId", first.machineId(),
            "queueLength", queueLength));
  }
}
