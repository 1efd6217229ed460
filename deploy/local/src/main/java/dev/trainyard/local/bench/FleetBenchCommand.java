package dev.trainyard.local.bench;

import dev.trainyard.local.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code trainyard bench fleet}. It takes every argument, {@code --help} too. */
@Command(name = "fleet", description = "Thousands of simulated machines and one process service.")
final class FleetBenchCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException, IOException {
    return BenchProgram.run(
        Installation::benchServicesJar, "dev.trainyard.bench.fleet.BenchFleet", arguments);
  }
}
