package dev.trainyard.monitoring.intake;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.kit.events.UnreadableEventException;
import java.util.Optional;
import java.util.UUID;

/**
 * In whose name something was written.
 *
 * @param what it is, as people call it
 * @param machineId whose agent claims to have written it
 * @param processId the process it is about; a heartbeat is about none
 */
record Claim(String what, UUID machineId, Optional<UUID> processId) {

  /**
   * @throws UnreadableEventException if it does not say
   */
  static Claim of(Object data) {
    if (data instanceof MetricsReported report) {
      return of("measurement", report.machineId(), report.processId());
    }
    if (data instanceof LogLines lines) {
      return of("part of a log", lines.machineId(), lines.processId());
    }
    if (data instanceof Heartbeat heartbeat && heartbeat.machineId() != null) {
      return new Claim("heartbeat", heartbeat.machineId(), Optional.empty());
    }
    throw new UnreadableEventException("machineId is missing", null);
  }

  private static Claim of(String what, UUID machineId, UUID processId) {
    if (machineId == null || processId == null) {
      throw new UnreadableEventException("machineId or processId is missing", null);
    }
    return new Claim(what, machineId, Optional.of(processId));
  }
}
