package dev.trainyard.local.bench;

import dev.trainyard.local.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code trainyard bench platform}. It takes every argument, {@code --help} too. */
@Command(
    name = "platform",
    description = "Reads and writes of each service under load, its start and its memory.")
final class PlatformBenchCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException, IOException {
    return BenchProgram.run(
        Installation::benchServicesJar, "dev.trainyard.bench.platform.BenchPlatform", arguments);
  }
}
