package dev.trainyard.bench.platform;

import dev.trainyard.bench.stage.Machine;
import dev.trainyard.bench.stage.ServiceUnderTest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** One service after the other: fills it, loads it, and starts it again and again. */
final class PlatformRun {
  private static final int CONNECTIONS = 16;

  /** Half of what a service is to be able to. */
  private static final int READS_PER_SECOND = 1_500;

  private static final int WRITES_PER_SECOND = 250;

  private final PlatformStage stage;
  private final List<Workload> workloads;
  private final PlatformSize size;
  private final PrintStream out;

  PlatformRun(PlatformStage stage, List<Workload> workloads, PlatformSize size, PrintStream out) {
    this.stage = stage;
    this.workloads = workloads;
    this.size = size;
    this.out = out;
  }

  void run() throws Exception {
    out.printf(
        "%s; each service with %s%n"
            + "The load generator, PostgreSQL, Kafka and S3 share the machine with the service.%n",
        Machine.description(), String.join(" ", ServiceUnderTest.JAVA_OPTIONS));
    var all = new ArrayList<ServiceFigures>();
    for (var workload : workloads) {
      all.add(measure(workload));
    }
    print(all);
  }

  private ServiceFigures measure(Workload workload) throws Exception {
    ServiceFigures.Part reads;
    Optional<ServiceFigures.Part> writes;
    double resident;
    try (var service = stage.start(workload, List.of())) {
      out.printf("%s: filling it with data%n", workload.service());
      workload.prepare(service.address());
      var load = new Load(service.address(), stage.bearer(), stage.usage(service));
      var readers = IntStream.range(0, CONNECTIONS).mapToObj(workload::reader).toList();
      var writers = workload.writers(CONNECTIONS);
      out.printf("%s: warming up%n", workload.service());
      load.closedLoop(readers, size.warmUp());
      if (!writers.isEmpty()) {
        load.closedLoop(writers, size.warmUp());
      }
      out.printf("%s: under load%n", workload.service());
      ServiceFigures.printHead(out);
      reads = measure(load, "reads", readers, READS_PER_SECOND);
      writes =
          writers.isEmpty()
              ? Optional.empty()
              : Optional.of(measure(load, "writes", writers, WRITES_PER_SECOND));
      resident = Machine.residentMegabytes(service.pid());
    }
    out.printf("%s: starting it %d times%n", workload.service(), 2 * size.starts() + 1);
    var starts = new Starts(stage, workload).measure(size.starts());
    var figures = new ServiceFigures(reads, writes, starts, resident);
    figures.printStart(out);
    return figures;
  }

  /** Prints as it goes: a run that fails later has not been for nothing. */
  private ServiceFigures.Part measure(Load load, String what, List<Caller> callers, int perSecond)
      throws Exception {
    var rounds = new ArrayList<Load.Result>();
    for (var round = 0; round < size.rounds(); round++) {
      var result = load.closedLoop(callers, size.round());
      ServiceFigures.print(out, what + ", as many as are answered", result);
      rounds.add(result);
    }
    var steady = load.fixedRate(callers, perSecond, size.steady());
    ServiceFigures.print(out, "%s, %,d a second".formatted(what, perSecond), steady);
    return new ServiceFigures.Part(List.copyOf(rounds), steady);
  }

  private void print(List<ServiceFigures> all) throws IOException, InterruptedException {
    out.printf("%nImages%n");
    ImageSizes.lines().forEach(out::println);
    var reads = all.stream().mapToDouble(one -> one.reads().perSecond()).min().orElseThrow();
    var writes =
        all.stream()
            .flatMap(one -> one.writes().stream())
            .mapToDouble(ServiceFigures.Part::perSecond)
            .min();
    var p99 = all.stream().mapToDouble(PlatformRun::steadyP99).max().orElseThrow();
    var start = all.stream().mapToDouble(one -> one.starts().archivedMillis()).max().orElseThrow();
    var resident = all.stream().mapToDouble(ServiceFigures::residentAfterLoad).max().orElseThrow();
    out.println();
    out.printf(
        Locale.ROOT,
        "reads_per_s=%.0f writes_per_s=%s p99_ms=%.1f start_ms=%.0f rss_mb=%.0f%n",
        reads,
        writes.isPresent() ? String.format(Locale.ROOT, "%.0f", writes.getAsDouble()) : "na",
        p99,
        start,
        resident);
  }

  private static double steadyP99(ServiceFigures figures) {
    return Math.max(
        figures.reads().steadyP99(),
        figures.writes().map(ServiceFigures.Part::steadyP99).orElse(0.0));
  }
}
