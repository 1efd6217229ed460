package dev.trainyard.contracts.machine;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How busy a machine is.
 *
 * @param cpuFraction 0 to 1 over all cores
 * @param memoryUsedBytes memory in use
 * @param freeDiskBytes free space where runs are kept
 * @param gpus by device index; empty without any
 */
public record Load(
    double cpuFraction, long memoryUsedBytes, long freeDiskBytes, List<GpuLoad> gpus) {
  public Load {
    gpus = gpus == null ? List.of() : List.copyOf(gpus);
  }

  /**
   * Load of one CUDA device.
   *
   * @param index its number
   * @param utilisation 0 to 1; may be absent
   * @param memoryUsedBytes its memory in use; may be absent
   */
  public record GpuLoad(
      int index,
      @JsonInclude(NON_NULL) Double utilisation,
      @JsonInclude(NON_NULL) Long memoryUsedBytes) {}
}
