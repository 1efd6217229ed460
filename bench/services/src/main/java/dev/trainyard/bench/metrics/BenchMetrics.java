package dev.trainyard.bench.metrics;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trainyard bench metrics}: how fast measurements can be read after they were reported. */
@Command(
    name = "metrics",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measurements of a thousand processes, one message a point as agents send them, through a real",
      "Kafka and one monitoring service into a real PostgreSQL: how many can be queried a second,",
      "beside a bare COPY of the same rows; what messages cost that come again; how long a chart of",
      "a run of a million points takes; and how long a report takes to a browser while all processes",
      "run. The last line is for scripts."
    })
public final class BenchMetrics implements Callable<Integer> {
  @Option(
      names = "--points",
      defaultValue = "1000000",
      description = "Points that wait in the topic. Default: ${DEFAULT-VALUE}.")
  private int points;

  @Option(
      names = "--warm-up",
      defaultValue = "1000000",
      description = "Points that wait before those and do not count. Default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--processes",
      defaultValue = "1000",
      description = "Processes that run. Default: ${DEFAULT-VALUE}.")
  private int processes;

  @Option(
      names = "--live-seconds",
      defaultValue = "60",
      description = "How long reports are followed. Default: ${DEFAULT-VALUE}.")
  private int liveSeconds;

  @Option(names = "--quick", description = "Twice 100,000 points, 100 processes, 10 seconds.")
  private boolean quick;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchMetrics()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var home = Path.of(System.getProperty("trainyard.home", "."));
    var size =
        quick
            ? new MetricsSize(100_000, 100_000, 100, 10)
            : new MetricsSize(points, warmUp, processes, liveSeconds);
    try (var stage = new MetricsStage(home, System.out)) {
      new MetricsRun(stage, size, System.out).run();
    }
    return 0;
  }
}
