package dev.trainyard.process.process;

import dev.trainyard.kit.problem.ConflictException;
import java.util.HashMap;
import java.util.Map;

/** The machine is free, but others wait for it. */
class MachineAwaitedException extends ConflictException {
  /**
   * @param process the one that would have to wait
   * @param first what may be told of the first that waits
   */
  MachineAwaitedException(TrainingProcess process, Map<String, Object> first, int queueLength) {
    super(
        "machine-awaited",
        "%d starts wait for machine %s; send queue: true to wait in line, or take another machine."
            .formatted(queueLength, process.machineName()),
        fields(process, first, queueLength));
  }

  private static Map<String, Object> fields(
      TrainingProcess process, Map<String, Object> first, int queueLength) {
    var fields = new HashMap<String, Object>(first);
    fields.put("machineId", process.machineId());
    fields.put("queueLength", queueLength);
    return fields;
  }
}
