package dev.trainyard.agent.machine;

import com.sun.management.OperatingSystemMXBean;
import dev.trainyard.agent.AgentConfig;
import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.kit.privilege.OwnerOnly;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What this machine is made of and how busy it is. GPUs are asked in the background, since their
 * driver may take long to answer. Thread-safe.
 */
@ApplicationScoped
class HardwareProbe {
  private static final long GPU_SECONDS = 5;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final NvidiaSmi nvidia;
  private final Path dataDirectory;
  private final String cpuModel = cpuModel();
  private final ScheduledExecutorService background =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "gpu-probe");
            thread.setDaemon(true);
            return thread;
          });
  private volatile List<NvidiaSmi.Reading> gpus = List.of();

  HardwareProbe(AgentConfig config, NvidiaSmi nvidia) {
    this.dataDirectory = config.dataDirectory().toAbsolutePath();
    this.nvidia = nvidia;
    background.scheduleWithFixedDelay(() -> gpus = nvidia.read(), 0, GPU_SECONDS, TimeUnit.SECONDS);
  }

  Hardware hardware() {
    return new Hardware(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        cpuModel,
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        gpus.stream().map(NvidiaSmi.Reading::gpu).toList());
  }

  Load load() {
    var cpu = system.getCpuLoad();
    return new Load(
        Double.isFinite(cpu) && cpu > 0 ? Math.min(1, cpu) : 0,
        memoryUsed(),
        freeDisk(),
        gpus.stream().map(NvidiaSmi.Reading::load).toList());
  }

  /** What cannot be had for the asking: the system's own "free" leaves out reclaimable caches. */
  private long memoryUsed() {
    var total = system.getTotalMemorySize();
    var wholeMachine = memoryInfo("MemTotal:");
    var available = memoryInfo("MemAvailable:");
    if (available.isPresent() && wholeMachine.isPresent() && wholeMachine.getAsLong() == total) {
      return total - available.getAsLong();
    }
    // Inside a container with a limit, or not on Linux.
    return total - system.getFreeMemorySize();
  }

  private long freeDisk() {
    try {
      OwnerOnly.createDirectories(dataDirectory);
      return Files.getFileStore(dataDirectory).getUsableSpace();
    } catch (IOException e) {
      return 0;
    }
  }

  private static OptionalLong memoryInfo(String key) {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .filter(digits -> !digits.isEmpty())
          .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static String cpuModel() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
