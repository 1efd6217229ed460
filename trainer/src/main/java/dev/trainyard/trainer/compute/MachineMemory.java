package dev.trainyard.trainer.compute;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory is left for this process. */
public final class MachineMemory {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final Path GROUP = Path.of("/sys/fs/cgroup");

  private MachineMemory() {}

  /** Bytes that can be had without pushing others out: of the machine, or of its container. */
  public static long availableBytes() {
    long machine = kernelEstimate().orElseGet(MachineMemory::free);
    return Math.min(machine, containerRest().orElse(Long.MAX_VALUE));
  }

  private static long free() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return system.getFreeMemorySize();
  }

  /** Linux counts in the memory that caches would give up. */
  private static OptionalLong kernelEstimate() {
    try (var lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** What the control group (version 2) allows beyond what it uses. */
  private static OptionalLong containerRest() {
    try {
      var limit = Files.readString(GROUP.resolve("memory.max")).strip();
      if (limit.equals("max")) {
        return OptionalLong.empty();
      }
      long used = Long.parseLong(Files.readString(GROUP.resolve("memory.current")).strip());
      return OptionalLong.of(Math.max(0, Long.parseLong(limit) - used));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
