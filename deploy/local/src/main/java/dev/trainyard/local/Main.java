package dev.trainyard.local;

import dev.trainyard.backends.BackendException;
import dev.trainyard.local.bench.BenchCommand;
import dev.trainyard.local.demo.DemoCommand;
import dev.trainyard.local.journal.JournalCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code trainyard}. */
@Command(
    name = "trainyard",
    mixinStandardHelpOptions = true,
    version = "Trainyard 0.1.0",
    description = "Trains document-image classifiers on your own machines.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      TokenCommand.class,
      BenchCommand.class,
      JournalCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one command and exits: 0 success, 1 failure, 2 bad usage; some say more in their help. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              // What a user can act on comes without a stack trace.
              if (exception instanceof PlatformException || exception instanceof BackendException) {
                System.err.println("trainyard: " + exception.getMessage());
              } else {
                exception.printStackTrace(System.err);
              }
              return 1;
            });
  }
}
