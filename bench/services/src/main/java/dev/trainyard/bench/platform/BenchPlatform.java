package dev.trainyard.bench.platform;

import dev.trainyard.bench.stage.TemporaryDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code trainyard bench platform}: what each service does under load, and how it starts. */
@Command(
    name = "platform",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Each service alone, on a real PostgreSQL, Kafka and S3 that hold thousands of",
      "rows: how many reads and writes a second 16 connections get answered, how long",
      "answers take at half of what is promised (1,500 reads, 250 writes a second),",
      "what that costs of the processor, how long a start takes, and how much memory",
      "is in use. Sizes of images, where they are built. The last line, of the worst",
      "service each, is for scripts."
    })
public final class BenchPlatform implements Callable<Integer> {
  @Option(
      names = "--service",
      split = ",",
      description = "Only these services, such as process-service.")
  private Set<String> wanted = Set.of();

  @Option(names = "--quick", description = "One round of each, and one start: a first look.")
  private boolean quick;

  @Spec private CommandSpec specification;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchPlatform()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    var home = Path.of(System.getProperty("trainyard.home", ".")).toAbsolutePath();
    try (var agentData = TemporaryDirectory.create("agent");
        var stage = new PlatformStage(home, System.out)) {
      var bearer = stage.bearer();
      var chosen =
          choose(
              List.of(
                  new TemplateWorkload(bearer),
                  new ProcessWorkload(bearer),
                  new RegistryWorkload(bearer, stage),
                  new MonitoringWorkload(bearer, stage),
                  new AgentWorkload(home, agentData.path())));
      new PlatformRun(stage, chosen, quick ? PlatformSize.QUICK : PlatformSize.FULL, System.out)
          .run();
    }
    return 0;
  }

  private List<Workload> choose(List<Workload> all) {
    var names = all.stream().map(Workload::service).collect(Collectors.toCollection(TreeSet::new));
    if (!names.containsAll(wanted)) {
      throw new ParameterException(
          specification.commandLine(), "--service takes " + String.join(", ", names));
    }
    return all.stream()
        .filter(workload -> wanted.isEmpty() || wanted.contains(workload.service()))
        .toList();
  }
}
