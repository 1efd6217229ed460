package dev.trainyard.local.bench;

import dev.trainyard.local.Installation;
import dev.trainyard.local.Platform;
import dev.trainyard.local.PlatformOptions;
import dev.trainyard.local.TemporaryData;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code trainyard bench platform}. */
@Command(
    name = "platform",
    mixinStandardHelpOptions = true,
    description = "Start time and idle memory of each service.")
final class PlatformBenchCommand implements Callable<Integer> {
  @Option(
      names = "--repetitions",
      defaultValue = "5",
      description = "Starts of each service. Default: ${DEFAULT-VALUE}.")
  private int repetitions;

  @Mixin private PlatformOptions options;

  @Override
  public Integer call() throws InterruptedException, IOException {
    var data = TemporaryData.create();
    var settings =
        new Platform.Settings(
            Installation.fromSystemProperty(), data, options.host(), options.ports(), true);
    try (var platform = Platform.start(settings, line -> System.out.println("  " + line))) {
      new PlatformBench(platform, repetitions, System.out).run();
    }
    return 0;
  }
}
