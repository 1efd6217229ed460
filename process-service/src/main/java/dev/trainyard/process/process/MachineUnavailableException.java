package dev.trainyard.process.process;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.process.machine.MachineReference;
import java.util.Map;

/** The machine of a process shows no sign of life. */
class MachineUnavailableException extends ConflictException {
  MachineUnavailableException(MachineReference machine, TrainingProcess process) {
    super(
        "machine-unavailable",
        process.toRecord().hasRun()
            ? "Machine %s shows no sign of life, so process %s, which has a run there, can only be stopped; check that the agent runs and reaches the network, and try again when the machine is back."
                .formatted(machine.name(), process.name())
            : "Machine %s shows no sign of life; check that its agent runs and reaches the network, or send queue: true to wait for it."
                .formatted(machine.name()),
        Map.of("machineId", machine.id()));
  }
}
