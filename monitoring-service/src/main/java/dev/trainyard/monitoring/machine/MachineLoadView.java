package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.process.RunPhase;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How busy a machine is, by its last heartbeat. Name, address, enabled and available are absent for
 * a machine nobody has registered; the rest is absent for one whose agent never reported.
 *
 * @param reportedAt when the agent sent the heartbeat, by the machine's clock
 * @param run what it is doing, or did last
 */
@Schema(description = "How busy a machine is, by its last heartbeat.")
public record MachineLoadView(
    UUID machineId,
    @Schema(examples = "gpu-01") String name,
    @Schema(examples = "10.0.0.17") String address,
    @Schema(examples = "true") Boolean enabled,
    @Schema(examples = "true") Boolean available,
    @Schema(examples = "0.1.0") String agentVersion,
    Instant reportedAt,
    Hardware hardware,
    Load load,
    Run run) {

  /** A run on a machine, as its agent sees it. */
  @Schema(description = "A run on a machine, as its agent sees it.")
  public record Run(
      UUID processId,
      @Schema(examples = "1") int attempt,
      @Schema(examples = "TRAINING") RunPhase phase,
      @Schema(examples = "300") int iteration,
      @Schema(examples = "1000") int iterations,
      @Schema(examples = "184.5") Double remainingSeconds) {

    static Run of(ObservedRun run) {
      var report = run.report();
      return new Run(
          report == null ? null : report.processId(),
          report == null ? 0 : report.attempt(),
          report == null ? null : report.phase(),
          run.iteration(),
          run.iterations(),
          run.remainingSeconds());
    }
  }
}
