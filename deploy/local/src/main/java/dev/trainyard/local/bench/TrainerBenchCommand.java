package dev.trainyard.local.bench;

import dev.trainyard.local.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code trainyard bench trainer}. It takes every argument, {@code --help} too. */
@Command(name = "trainer", description = "The trainer against PyTorch in Python.")
final class TrainerBenchCommand implements Callable<Integer> {
  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException, IOException {
    return BenchProgram.run(
        Installation::benchTrainerJar, "dev.trainyard.bench.trainer.BenchTrainer", arguments);
  }
}
