package dev.trainyard.monitoring.machine;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How many processes were at work over a range of time. Every list has a value for each of the
 * times: processes at once, on average over the step; null where no heartbeat came.
 *
 * @param stepSeconds seconds that each value stands for
 * @param times where each of the steps begins, by the machines' clocks
 * @param total on all machines
 * @param modelTypes the same by what the processes made
 * @param machinesInAll machines on which anything ran
 * @param machines those of them that were busy most, the busiest first
 */
@Schema(
    name = "RunningProcesses",
    description =
        "How many processes were at work. Every list has a value for each of the times: processes"
            + " at once, on average over the step; null where no heartbeat came.")
public record RunningView(
    @Schema(examples = "300", description = "Seconds that each value stands for.") long stepSeconds,
    @Schema(description = "Where each of the steps begins, by the machines' clocks.")
        List<Instant> times,
    @Schema(description = "On all machines.", examples = "[11.0, 11.5, 12.0]") List<Double> total,
    @Schema(description = "The same by what the processes made.") List<ModelType> modelTypes,
    @Schema(examples = "12", description = "Machines on which anything ran.") int machinesInAll,
    @Schema(description = "Those of them that were busy most, the busiest first.")
        List<Machine> machines) {

  /** Processes of one model type; the type is {@code unknown} where no start command told it. */
  @Schema(name = "RunningOfType", description = "Processes of one model type.")
  public record ModelType(
      @Schema(examples = "classifier") String modelType,
      @Schema(examples = "[11.0, 11.5, 12.0]") List<Double> running) {}

  /** Processes on one machine, which has one at most at any moment; no name once it is deleted. */
  @Schema(name = "RunningOnMachine", description = "Processes on one machine.")
  public record Machine(
      UUID machineId,
      @Schema(examples = "gpu-01") String name,
      @Schema(examples = "[0.0, 0.5, 1.0]") List<Double> running) {}
}
