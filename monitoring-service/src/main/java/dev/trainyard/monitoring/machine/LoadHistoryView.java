package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Hardware;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How busy a machine was over a range of time. Every list has a value for each of the times, which
 * is null where the machine sent no heartbeat.
 *
 * @param name absent if nobody has registered it, or it was deleted
 * @param hardware what it is made of now; absent if its agent never said
 * @param stepSeconds seconds that each value stands for
 * @param times where each of the steps begins, by the machine's clock
 * @param cpuFraction of all cores, 0 to 1
 * @param memoryUsedBytes memory in use
 * @param freeDiskBytes free space where runs are kept; its peak is the lowest
 * @param running share of the time in which a process was at work there, 0 to 1
 * @param gpus by device index; empty without any
 */
@Schema(
    name = "MachineLoadHistory",
    description =
        "How busy a machine was. Every list has a value for each of the times; null where the"
            + " machine sent no heartbeat.")
public record LoadHistoryView(
    UUID machineId,
    @Schema(examples = "gpu-01") String name,
    Hardware hardware,
    @Schema(examples = "60", description = "Seconds that each value stands for.") long stepSeconds,
    @Schema(description = "Where each of the steps begins, by the machine's clock.")
        List<Instant> times,
    @Schema(description = "Of all cores, 0 to 1.") Fractions cpuFraction,
    @Schema(description = "Memory in use, in bytes; the peak is the highest.")
        Bytes memoryUsedBytes,
    @Schema(description = "Free space where runs are kept, in bytes; the peak is the lowest.")
        Bytes freeDiskBytes,
    @Schema(
            description = "Share of the time in which a process was at work there, 0 to 1.",
            examples = "[0.0, 0.5, 1.0]")
        List<Double> running,
    @Schema(description = "By device index; empty without any.") List<Gpu> gpus) {

  /** Shares, 0 to 1: of each step the mean and the highest. */
  @Schema(
      name = "LoadFractions",
      description = "Shares, 0 to 1: of each step the mean and the peak.")
  public record Fractions(
      @Schema(examples = "[0.25, 0.75]") List<Double> mean,
      @Schema(examples = "[0.5, 1.0]") List<Double> peak) {}

  /** Bytes: of each step the mean and the highest, or lowest. */
  @Schema(name = "LoadBytes", description = "Bytes: of each step the mean and the peak.")
  public record Bytes(
      @Schema(examples = "[8589934592, 9663676416]") List<Long> mean,
      @Schema(examples = "[8589934592, 10737418240]") List<Long> peak) {}

  /**
   * One CUDA device.
   *
   * @param name absent when it is not there any more
   * @param utilisation share of the time in which it computed, 0 to 1
   * @param memoryUsedBytes its memory in use
   */
  @Schema(name = "GpuLoadHistory", description = "One CUDA device.")
  public record Gpu(
      @Schema(examples = "0") int index,
      @Schema(examples = "NVIDIA H100") String name,
      @Schema(description = "Share of the time in which it computed, 0 to 1.")
          Fractions utilisation,
      @Schema(description = "Its memory in use, in bytes.") Bytes memoryUsedBytes) {}
}
