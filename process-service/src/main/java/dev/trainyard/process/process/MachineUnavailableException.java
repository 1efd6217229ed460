package dev.trainyard.process.process;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.process.machine.MachineReference;
import java.util.Map;

/** The machine shows no sign of life. */
class MachineUnavailableException extends ConflictException {
  MachineUnavailableException(MachineReference machine) {
    super(
        "machine-unavailable",
        "Machine %s shows no sign of life; check that its agent runs and reaches the network, or send queue: true to wait for it."
            .formatted(machine.name()),
        Map.of("machineId", machine.id()));
  }
}
