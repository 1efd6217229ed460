package dev.trainyard.local.bench;

import dev.trainyard.local.Platform;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Start time and idle memory of each service. A service is ended and started again while the rest
 * of the platform idles; it counts as started when it says that it is ready to serve. Memory is the
 * resident set ({@code VmRSS}) of its process after a time without work. Linux only.
 */
final class PlatformBench {
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Platform platform;
  private final int repetitions;
  private final PrintStream out;

  PlatformBench(Platform platform, int repetitions, PrintStream out) {
    this.platform = platform;
    this.repetitions = repetitions;
    this.out = out;
  }

  void run() throws InterruptedException, IOException {
    out.printf(
        "Java %s, %s %s, %d cores%n",
        System.getProperty("java.version"),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
    var pairs = new ArrayList<String>();
    for (var service : platform.services()) {
      var starts = new ArrayList<Double>();
      for (var repetition = 0; repetition < repetitions; repetition++) {
        platform.kill(service);
        starts.add(platform.restart(service).toMillis() / 1e3);
        out.printf(Locale.ROOT, "  %s started in %.2f s%n", service, starts.get(repetition));
      }
      pairs.add(pair(service, "start_s", median(starts)));
    }
    out.printf("  idling for %d s%n", IDLE.toSeconds());
    Thread.sleep(IDLE.toMillis());
    for (var service : platform.services()) {
      pairs.add(pair(service, "rss_mb", residentBytes(platform.pid(service)) / 1e6));
    }
    out.println();
    pairs.forEach(pair -> out.println("  " + pair.replace('=', ' ')));
    out.println();
    out.println(String.join(" ", pairs));
  }

  private static String pair(String service, String figure, double value) {
    return String.format(Locale.ROOT, "%s.%s=%.2f", service, figure, value);
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static double residentBytes(long pid) throws IOException {
    var status = Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status"));
    return status.stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("no VmRSS of process " + pid))
        * 1024;
  }
}
