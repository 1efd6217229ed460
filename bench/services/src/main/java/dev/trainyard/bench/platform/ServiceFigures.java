package dev.trainyard.bench.platform;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was measured of a service.
 *
 * @param writes empty where there is nothing to write
 * @param residentAfterLoad megabytes in use after the load
 */
record ServiceFigures(
    Part reads, Optional<Part> writes, Starts.Times starts, double residentAfterLoad) {

  /**
   * One kind of request.
   *
   * @param closedLoop the rounds in which as much was asked as was answered
   * @param steady half of what is promised, asked at a fixed rate
   */
  record Part(List<Load.Result> closedLoop, Load.Result steady) {
    double perSecond() {
      return Median.of(closedLoop.stream().map(Load.Result::perSecond).toList());
    }

    double steadyP99() {
      return steady.latencies().quantile(0.99);
    }
  }

  static void printHead(PrintStream out) {
    out.printf(
        "%n%-46s %8s %8s %8s %8s   CPU ms a request%n", "", "per s", "p50 ms", "p99 ms", "max ms");
    out.printf(
        "%-46s %8s %8s %8s %8s   %8s %10s %6s %6s %9s%n",
        "", "", "", "", "", "service", "PostgreSQL", "Kafka", "S3", "generator");
  }

  void printStart(PrintStream out) {
    out.printf(
        Locale.ROOT,
        "  ready after %.0f ms, with an archive of its classes after %.0f ms; %.0f MB resident"
            + " then, %.0f MB after the load%n",
        starts.plainMillis(),
        starts.archivedMillis(),
        starts.residentMegabytes(),
        residentAfterLoad);
  }

  static void print(PrintStream out, String what, Load.Result result) {
    var latencies = result.latencies();
    var used = result.used();
    out.printf(
        Locale.ROOT,
        "  %-44s %8.0f %8.1f %8.1f %8.1f   %8.2f %10.2f %6.2f %6.2f %9.2f%n",
        what,
        result.perSecond(),
        latencies.quantile(0.5),
        latencies.quantile(0.99),
        latencies.quantile(1),
        perRequest(used.service(), latencies.count()),
        perRequest(used.postgres(), latencies.count()),
        perRequest(used.kafka(), latencies.count()),
        perRequest(used.storage(), latencies.count()),
        perRequest(used.generator(), latencies.count()));
  }

  private static double perRequest(Duration time, int requests) {
    return time.toNanos() / 1e6 / requests;
  }
}
