package dev.trainyard.trainer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.training.InvalidTrainingParametersException;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.StopSignal;
import dev.trainyard.trainer.TrainingRun;
import dev.trainyard.trainer.report.JsonLines;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.trainer.report.ProgressBar;
import dev.trainyard.trainer.report.ProgressLines;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModelArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains: for agents ({@code --spec}) and for people. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    header = "Trains a classifier and writes it as a zip of model.pth and config.yaml.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = {
      "trainer train --dataset DIR --out FILE.zip [OPTION...]",
      "       trainer train --spec FILE.json"
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
      "Example: trainer train --dataset digits --out model.zip --image-size 32 --batch-size 16"
          + " --iterations 300"
    })
final class TrainCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(TrainerCommand.class);
  private static final int FAILED = 1;

  @Option(names = "--dataset", paramLabel = "DIR", description = "Folder with train/ and test/.")
  private Path dataset;

  @Option(names = "--out", paramLabel = "FILE.zip", description = "The archive to write.")
  private Path out;

  @Option(
      names = "--architecture",
      paramLabel = "NAME",
      description = "resnet18, resnet34 or resnet50. Default: the base model's, or resnet18.")
  private String architecture;

  @Option(
      names = {"--base-model", "--base-weights"},
      paramLabel = "FILE",
      description =
          "What to start from: a .pth as torchvision saves it, or the archive of a base model or a"
              + " trained model. Default: random weights.")
  private Path baseModel;

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

  private final Output output;

  TrainCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() {
    var specification = specificationFile == null ? fromOptions() : fromFile();
    var sink = sink(specification.parameters().iterations());
    var stop = new StopSignal();
    var done = new CountDownLatch(1);
    StopListener.start(stop, done);
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

  private MessageSink sink(int iterations) {
    if (json || specificationFile != null) {
      return new JsonLines(output.stream());
    }
    var lines = new ProgressLines(output.stream(), iterations);
    return output.terminal() ? new ProgressBar(output.stream(), iterations, lines) : lines;
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
    var workFolder = work == null ? out.resolveSibling(out.getFileName() + ".work") : work;
    return new RunSpecification(
        null,
        1,
        dataset.toString(),
        workFolder.toString(),
        out.toString(),
        architecture(),
        baseModel == null ? null : baseModel.toString(),
        null,
        checkedParameters(),
        resume,
        Map.of());
  }

  private String architecture() {
    if (architecture != null) {
      if (Architecture.withId(architecture).isEmpty()) {
        throw new ParameterException(
            command.commandLine(),
            "--architecture: %s is none of %s".formatted(architecture, Architecture.ids()));
      }
      return architecture;
    }
    try {
      return baseModel != null && BaseModelArchive.isArchive(baseModel)
          ? BaseModelArchive.inspect(baseModel).architecture().id()
          : Architecture.RESNET18.id();
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(), "--base-model: " + Failures.reasonOf(e), e);
    }
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
}
