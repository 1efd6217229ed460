package dev.trainyard.bench.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a benchmark runs on. */
public final class Machine {
  private Machine() {}

  /** One line for the top of a table. */
  public static String description() {
    return "Java %s, %s %s, %d cores, %s"
        .formatted(
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors(),
            processor());
  }

  /** The memory of a process that is in use ({@code VmRSS}), in millions of bytes. */
  public static double residentMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("no VmRSS of process " + pid))
        * 1024
        / 1e6;
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("processor unknown");
    } catch (IOException e) {
      return "processor unknown";
    }
  }
}
