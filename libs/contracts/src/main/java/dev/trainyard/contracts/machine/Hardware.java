package dev.trainyard.contracts.machine;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a machine is made of.
 *
 * @param operatingSystem name and version
 * @param cpuModel the processor's name; may be absent
 * @param cpuCores logical cores
 * @param memoryBytes installed memory
 * @param gpus CUDA devices, by index; empty without any
 */
public record Hardware(
    String operatingSystem,
    @JsonInclude(NON_NULL) String cpuModel,
    int cpuCores,
    long memoryBytes,
    List<Gpu> gpus) {
  public Hardware {
    gpus = gpus == null ? List.of() : List.copyOf(gpus);
  }

  /**
   * One CUDA device.
   *
   * @param index its number
   * @param name as its driver says
   * @param memoryBytes its memory
   * @param driverVersion version of the driver; may be absent
   */
  public record Gpu(
      int index, String name, long memoryBytes, @JsonInclude(NON_NULL) String driverVersion) {}
}
