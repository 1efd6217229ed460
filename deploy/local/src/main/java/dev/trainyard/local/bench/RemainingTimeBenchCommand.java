package dev.trainyard.local.bench;

import dev.trainyard.local.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code trainyard bench remaining-time}. It takes every argument, {@code --help} too. */
@Command(
    name = "remaining-time",
    description = "Whether runs end inside the band that the trainer gives.")
final class RemainingTimeBenchCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException, IOException {
    return BenchProgram.run(
        Installation::benchTrainerJar,
        "dev.trainyard.bench.remaining.BenchRemainingTime",
        arguments);
  }
}
