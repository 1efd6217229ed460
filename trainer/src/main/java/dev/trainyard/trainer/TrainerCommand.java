package dev.trainyard.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.training.InvalidTrainingParametersException;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.report.JsonLines;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.trainer.report.ProgressLines;
import dev.trainyard.weights.Architecture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The trainer's command line, for agents ({@code --spec}) and for people. */
@Command(
    name = "trainer",
    mixinStandardHelpOptions = true,
    versionProvider = TrainerVersion.class,
    sortOptions = false,
    usageHelpWidth = 100,
    header = "Trains an image classifier and writes it as a zip of model.pth and config.yaml.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = {
      "trainer --dataset DIR --out FILE.zip [OPTION...]",
      "       trainer --spec FILE.json"
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the model is written, or the run was stopped and can go on with --resume",
      "1:the run failed; the last message says why",
      "2:wrong options"
    },
    footer = {
      "",
      "The dataset is a folder with train/<class>/ and test/<class>/. The line `stop` on standard",
      "input, or Ctrl-C, writes a checkpoint and ends the run.",
      "",
      "Example: trainer --dataset digits --out model.zip --image-size 32 --batch-size 16"
          + " --iterations 300"
    })
public final class TrainerCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerCommand.class);
  private static final int FAILED = 1;
  private static final long STOP_SECONDS = 30;

  @Option(names = "--dataset", paramLabel = "DIR", description = "Folder with train/ and test/.")
  private Path dataset;

  @Option(names = "--out", paramLabel = "FILE.zip", description = "The archive to write.")
  private Path out;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      defaultValue = "resnet18",
      description = "resnet18, resnet34 or resnet50. Default: ${DEFAULT-VALUE}.")
  private String architecture;

  @Option(
      names = "--base-weights",
      paramLabel = "FILE.pth",
      description = "Weights to start from, as torchvision saves them. Default: random.")
  private Path baseWeights;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Folder for caches and checkpoints. Default: FILE.zip.work, removed at the end.")
  private Path work;

  @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
  private boolean resume;

  @Option(names = "--json", description = "Write one JSON object per line instead of text.")
  private boolean json;

  @Option(
      names = "--spec",
      paramLabel = "FILE.json",
      description = "Take everything from a run specification; implies --json.")
  private Path specificationFile;

  @Mixin private ParameterOptions parameters;

  @Spec private CommandSpec command;

  private final PrintStream messages;

  TrainerCommand(PrintStream out) {
    this.messages = out;
  }

  /** Runs the command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    // Standard output belongs to messages: whatever a library prints goes to the log.
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    System.exit(commandLine(out).execute(arguments));
  }

  static CommandLine commandLine(PrintStream out) {
    var commandLine = new CommandLine(new TrainerCommand(out));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    return commandLine;
  }

  @Override
  public Integer call() {
    var specification = specificationFile == null ? fromOptions() : fromFile();
    MessageSink sink =
        json || specificationFile != null
            ? new JsonLines(messages)
            : new ProgressLines(messages, specification.parameters().iterations());
    var stop = new StopSignal();
    var done = new CountDownLatch(1);
    listen(stop);
    stopOnSignal(stop, done);
    try {
      boolean well = new TrainingRun(specification, sink, stop, Clock.systemUTC()).execute();
      if (well && !stop.isRequested() && specificationFile == null && work == null) {
        remove(Path.of(specification.workDirectory()));
      }
      return well ? 0 : FAILED;
    } finally {
      done.countDown();
    }
  }

  /** Removes the work folder that nobody asked for; it holds files only. */
  private static void remove(Path folder) {
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      LOG.warn("the work folder could not be removed: {}", folder, e);
    }
  }

  private RunSpecification fromOptions() {
    if (dataset == null || out == null) {
      throw new ParameterException(
          command.commandLine(), "give --dataset and --out, or --spec; see --help");
    }
    if (Architecture.withId(architecture).isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "--architecture: %s is none of %s".formatted(architecture, Architecture.ids()));
    }
    var workFolder = work == null ? out.resolveSibling(out.getFileName() + ".work") : work;
    return new RunSpecification(
        null,
        1,
        dataset.toString(),
        workFolder.toString(),
        out.toString(),
        architecture,
        baseWeights == null ? null : baseWeights.toString(),
        null,
        checkedParameters(),
        resume,
        Map.of());
  }

  private TrainingParameters checkedParameters() {
    try {
      return parameters.toParameters();
    } catch (InvalidTrainingParametersException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private RunSpecification fromFile() {
    try {
      return JsonLines.mapper()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(Files.readString(specificationFile), RunSpecification.class);
    } catch (JsonProcessingException e) {
      throw new ParameterException(
          command.commandLine(), "--spec: not a run specification: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(), "--spec: cannot be read: " + e.getMessage(), e);
    }
  }

  /** Obeys the line {@code stop}. The end of the input means nothing: an agent may have died. */
  private static void listen(StopSignal stop) {
    var listener =
        new Thread(
            () -> {
              try (var lines =
                  new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                lines
                    .lines()
                    .filter(line -> line.strip().equals("stop"))
                    .forEach(l -> stop.request());
              } catch (IOException | UncheckedIOException e) {
                // Nobody can ask for a stop this way any more; signals still can.
                return;
              }
            },
            "stop-listener");
    listener.setDaemon(true);
    listener.start();
  }

  private static void stopOnSignal(StopSignal stop, CountDownLatch done) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.request();
                  try {
                    done.await(STOP_SECONDS, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "stop-on-signal"));
  }
}
