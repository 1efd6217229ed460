package dev.trainyard.bench.stage;

import java.time.Duration;

/** Processor time of an operating-system process and all its descendants. */
public final class ProcessorTime {
  private ProcessorTime() {}

  public static Duration of(long pid) {
    var process =
        ProcessHandle.of(pid)
            .orElseThrow(() -> new IllegalStateException("process " + pid + " has ended"));
    return process
        .descendants()
        .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(process.info().totalCpuDuration().orElse(Duration.ZERO), Duration::plus);
  }
}
