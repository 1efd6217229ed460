package dev.trainyard.trainer.command;

import dev.trainyard.trainer.TrainerVersion;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The trainer's command line. */
@Command(
    name = "trainer",
    mixinStandardHelpOptions = true,
    versionProvider = TrainerVersion.class,
    usageHelpWidth = 100,
    header = "Trains image classifiers with PyTorch, and uses them.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = "trainer COMMAND [OPTION...]",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all well", "1:failed; standard error says why", "2:wrong options"},
    footer = {
      "",
      "trainer COMMAND --help says more. Options without a command are those of train. A model is",
      "an archive that train has written, or a .pth file as torchvision saves it."
    })
public final class TrainerCommand implements Runnable {
  private static final List<String> OWN_OPTIONS = List.of("-h", "--help", "-V", "--version");

  @Spec private CommandSpec command;

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    // Standard output belongs to messages: whatever a library prints goes to the log.
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    System.exit(run(commandLine(Output.of(out)), arguments));
  }

  static CommandLine commandLine(Output output) {
    var commandLine = new CommandLine(new TrainerCommand());
    commandLine.addSubcommand(new TrainCommand(output));
    commandLine.addSubcommand(new EvaluateCommand(output));
    commandLine.addSubcommand(new PredictCommand(output));
    commandLine.addSubcommand(new InspectCommand(output));
    for (var subcommand : commandLine.getSubcommands().values()) {
      subcommand.getCommandSpec().versionProvider(new TrainerVersion());
    }
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new Failures());
    commandLine.setOut(new PrintWriter(output.stream(), true, StandardCharsets.UTF_8));
    return commandLine;
  }

  /** Agents, and people who learned it so, leave {@code train} out. */
  static int run(CommandLine commandLine, String... arguments) {
    var all = new ArrayList<>(Arrays.asList(arguments));
    if (!all.isEmpty() && all.get(0).startsWith("-") && !OWN_OPTIONS.contains(all.get(0))) {
      all.add(0, "train");
    }
    return commandLine.execute(all.toArray(String[]::new));
  }

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "give a command; see --help");
  }
}
