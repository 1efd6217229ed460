package dev.trainyard.monitoring.machine;

import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.Load;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What heartbeats of a machine within one minute add up to. Memory and disk are in bytes.
 *
 * @param since start of the minute, by the machine's clock
 * @param modelType of what ran; empty when nothing did
 * @param cpuSum sum of the shares of the processor, each 0 to 1
 * @param gpuSums for each GPU by index: reports of its utilisation, their sum, reports of its
 *     memory, their sum
 * @param gpuPeaks for each GPU by index: its highest utilisation, its highest memory
 */
record LoadSum(
    UUID machineId,
    Instant since,
    String modelType,
    int heartbeats,
    double cpuSum,
    double cpuMax,
    double memorySum,
    double memoryMax,
    double diskSum,
    double diskMin,
    List<Double> gpuSums,
    List<Double> gpuPeaks) {
  static final int SUMS_PER_GPU = 4;
  static final int PEAKS_PER_GPU = 2;

  /** No machine has more; what a heartbeat says of others is not believed. */
  private static final int MOST_GPUS = 64;

  LoadSum {
    gpuSums = List.copyOf(gpuSums);
    gpuPeaks = List.copyOf(gpuPeaks);
  }

  /** What is summed up together. */
  record Key(UUID machineId, Instant since, String modelType) {}

  /** One heartbeat, which has a load. */
  static LoadSum of(Heartbeat heartbeat, String modelType) {
    var load = heartbeat.load();
    var gpus =
        load.gpus().stream().filter(gpu -> gpu.index() >= 0 && gpu.index() < MOST_GPUS).toList();
    var count = gpus.stream().mapToInt(Load.GpuLoad::index).max().orElse(-1) + 1;
    var sums = new double[count * SUMS_PER_GPU];
    var peaks = new double[count * PEAKS_PER_GPU];
    for (var gpu : gpus) {
      var sum = gpu.index() * SUMS_PER_GPU;
      var peak = gpu.index() * PEAKS_PER_GPU;
      if (gpu.utilisation() != null) {
        sums[sum] = 1;
        sums[sum + 1] = peaks[peak] = sound(gpu.utilisation());
      }
      if (gpu.memoryUsedBytes() != null) {
        sums[sum + 2] = 1;
        sums[sum + 3] = peaks[peak + 1] = gpu.memoryUsedBytes();
      }
    }
    var cpu = sound(load.cpuFraction());
    return new LoadSum(
        heartbeat.machineId(),
        heartbeat.time().truncatedTo(ChronoUnit.MINUTES),
        modelType,
        1,
        cpu,
        cpu,
        load.memoryUsedBytes(),
        load.memoryUsedBytes(),
        load.freeDiskBytes(),
        load.freeDiskBytes(),
        DoubleStream.of(sums).boxed().toList(),
        DoubleStream.of(peaks).boxed().toList());
  }

  Key key() {
    return new Key(machineId, since, modelType);
  }

  /** Both together; they are of the same key. */
  LoadSum plus(LoadSum other) {
    return new LoadSum(
        machineId,
        since,
        modelType,
        heartbeats + other.heartbeats,
        cpuSum + other.cpuSum,
        Math.max(cpuMax, other.cpuMax),
        memorySum + other.memorySum,
        Math.max(memoryMax, other.memoryMax),
        diskSum + other.diskSum,
        Math.min(diskMin, other.diskMin),
        byIndex(gpuSums, other.gpuSums, Double::sum),
        byIndex(gpuPeaks, other.gpuPeaks, Math::max));
  }

  private static List<Double> byIndex(
      List<Double> one, List<Double> other, DoubleBinaryOperator operator) {
    return IntStream.range(0, Math.max(one.size(), other.size()))
        .mapToObj(index -> operator.applyAsDouble(at(one, index), at(other, index)))
        .toList();
  }

  private static double at(List<Double> values, int index) {
    return index < values.size() ? values.get(index) : 0;
  }

  /** What is no number, as a system says before it has measured, would spoil every sum. */
  private static double sound(double fraction) {
    return Double.isFinite(fraction) ? Math.max(0, Math.min(1, fraction)) : 0;
  }
}
