package dev.trainyard.contracts.machine;

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
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Hardware(
    String operatingSystem, String cpuModel, int cpuCores, long memoryBytes, List<Gpu> gpus) {
  public Hardware {
    gpus = gpus == null ? List.of() : List.copyOf(gpus);
  }

  /** One CUDA device. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Gpu(int index, String name, long memoryBytes, String driverVersion) {}
}
