package dev.trainyard.bench.fleet;

import java.time.Duration;

/** Processor time of an operating-system process and all its descendants. */
final class ProcessorTime {
  private ProcessorTime() {}

  static Duration of(long pid) {
    var process =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
    return process
        .descendants()
        .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(process.info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus);
  }
}
