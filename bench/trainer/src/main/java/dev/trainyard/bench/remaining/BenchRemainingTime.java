package dev.trainyard.bench.remaining;

import dev.trainyard.bench.trainer.BenchException;
import dev.trainyard.bench.trainer.Digits;
import dev.trainyard.bench.trainer.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code trainyard bench remaining-time}. */
@Command(
    name = "trainyard bench remaining-time",
    mixinStandardHelpOptions = true,
    version = "Trainyard 0.1.0",
    sortOptions = false,
    description = {
      "Checks the trainer's remaining time against reality: short trainings of different lengths,"
          + " image sizes and seeds on the sample of digits, three of five while another process"
          + " computes for random spells. At 25, 50 and 75 % of the iterations the band is noted;"
          + " then, whether the run ended inside it.",
      "",
      "Progress goes to standard error, a table to standard output. The last line is for scripts:"
          + " shares of runs that ended inside the band, and its median width at half the run"
          + " relative to the median.",
      ""
    })
public final class BenchRemainingTime implements Callable<Integer> {
  private static final int RUNS = 10;
  private static final int QUICK_RUNS = 4;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Trainings. Default: 10; 4 with --quick. One takes 20 s to a minute.")
  private Integer runs;

  @Option(names = "--quick", description = "Fewer trainings.")
  private boolean quick;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Chooses the trainings and the spells. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "For the dataset, models and logs. Default: bench/trainer/target/remaining in the project.")
  private Path data;

  @Spec private CommandSpec command;

  /** Runs the command and exits: 0 success, 1 failure, 2 bad usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new BenchRemainingTime())
        .setParameterExceptionHandler(
            (exception, arguments) -> {
              var commandLine = exception.getCommandLine();
              commandLine.getErr().println(exception.getMessage() + "; see --help");
              return commandLine.getCommandSpec().exitCodeOnInvalidInput();
            })
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              // What a user can act on comes without a stack trace.
              if (exception instanceof BenchException) {
                commandLine.getErr().println("trainyard: " + exception.getMessage());
              } else {
                exception.printStackTrace(commandLine.getErr());
              }
              return 1;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int count = runs != null ? runs : quick ? QUICK_RUNS : RUNS;
    if (count < 1) {
      throw new ParameterException(
          command.commandLine(), "--runs: must be at least 1, was " + count);
    }
    var home = Path.of(System.getProperty("trainyard.home", ".")).toAbsolutePath().normalize();
    var jar = home.resolve("trainer/target/trainer/trainer.jar");
    if (!Files.isRegularFile(jar)) {
      throw new BenchException(jar + " is missing: build with ./trainyard build");
    }
    var folder = data != null ? data : home.resolve("bench/trainer/target/remaining");
    folder = folder.toAbsolutePath().normalize();
    var digits =
        Digits.unpack(home.resolve("deploy/local/samples/digits.zip"), folder.resolve("digits"));
    var guesses = new ArrayList<Guess>();
    var tasks = RunTask.choose(count, seed);
    for (int run = 0; run < count; run++) {
      var task = tasks.get(run);
      System.err.printf("  run %d of %d: %s%n", run + 1, count, task.describe());
      var found = train(task, jar, digits, folder.resolve("run"));
      found.forEach(guess -> tell(guess, System.err));
      guesses.addAll(found);
    }
    System.out.println();
    System.out.println(Machine.describe());
    System.out.println();
    new Summary(guesses).print(System.out);
    return 0;
  }

  private static List<Guess> train(RunTask task, Path jar, Path digits, Path folder)
      throws IOException, InterruptedException {
    if (!task.loaded()) {
      return TimedRun.of(task, jar, digits, folder);
    }
    var work = OtherWork.start(task.seed());
    try (work) {
      return TimedRun.of(task, jar, digits, folder);
    }
  }

  private static void tell(Guess guess, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "    at %d %%: %.1f s (%.1f to %.1f), truly %.1f s%s%n",
        guess.mark(),
        guess.median(),
        guess.low(),
        guess.high(),
        guess.truth(),
        guess.inside() ? "" : ", outside");
  }
}
