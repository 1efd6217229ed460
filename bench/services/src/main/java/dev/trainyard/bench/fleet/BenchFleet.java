package dev.trainyard.bench.fleet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code trainyard bench fleet}: what thousands of machines cost one process service. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Simulated machines with heartbeats every 5 s, many of them at work, against one process",
      "service on a real PostgreSQL and a real Kafka; and how long a start takes to its command on",
      "the topic, and a report to the status in REST. The last line is for scripts."
    })
public final class BenchFleet implements Callable<Integer> {
  @Option(
      names = "--machines",
      defaultValue = "10000",
      description = "Simulated machines. Default: ${DEFAULT-VALUE}.")
  private int machines;

  @Option(
      names = "--running",
      defaultValue = "1000",
      description = "Machines at work. Default: ${DEFAULT-VALUE}.")
  private int running;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "How long it is measured. Default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(names = "--quick", description = "1,000 machines, 100 at work, one minute.")
  private boolean quick;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchFleet()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var home = Path.of(System.getProperty("trainyard.home", "."));
    var size =
        quick
            ? new FleetSize(1_000, 100, Duration.ofMinutes(1))
            : new FleetSize(machines, running, Duration.ofMinutes(minutes));
    try (var stage = Stage.start(home, System.out)) {
      new FleetRun(stage, size, System.out).run();
    }
    return 0;
  }
}
