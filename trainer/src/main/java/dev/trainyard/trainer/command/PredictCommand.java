package dev.trainyard.trainer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.report.JsonLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells the classes of images. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    header = "Tells which class images are of, and how probable that is.",
    synopsisHeading = "%nUsage: ",
    customSynopsis = "trainer predict --model FILE [OPTION...] IMAGE|DIR...",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every image was predicted",
      "1:failed, or some image could not be read; standard error says which and why",
      "2:wrong options"
    },
    footer = {
      "",
      "One line per image: file, class, probability. With --json one JSON object per line.",
      "",
      "Example: trainer predict --model model.zip --top 3 scan.jpg inbox/"
    })
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "1",
      description = "The N most probable classes. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(names = "--json", description = "Write one JSON object per line instead of text.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE|DIR",
      description = "Image files, or folders in which all images are predicted.")
  private List<Path> inputs;

  @Spec private CommandSpec command;

  private final Output output;
  private boolean complete = true;

  PredictCommand(Output output) {
    this.output = output;
  }

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new ParameterException(command.commandLine(), "--top must be at least 1");
    }
    var loaded = named(model.load());
    var images = ImageFiles.in(inputs);
    images.missing().forEach(file -> refuse(file, "there is no such file"));
    try (var scratch = new ScratchFolder();
        var compute = Compute.open(model.device());
        var network = loaded.network(compute.manager())) {
      new Predictor(loaded, network, compute.manager(), scratch.path(), model.batchSize())
          .predict(images.files(), this::show, this::refuse);
    }
    return complete ? 0 : Failures.FAILED;
  }

  /** Classes without names are called by their number. */
  private static Model named(Model loaded) {
    return loaded.classes().isEmpty()
        ? loaded.withClasses(
            IntStream.range(0, loaded.outputs()).mapToObj(Integer::toString).toList())
        : loaded;
  }

  private void show(Path file, List<Predictor.Guess> guesses) {
    var best = guesses.subList(0, Math.min(top, guesses.size()));
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("file", file.toString());
      line.put("predictions", best);
      writeJson(line);
    } else {
      output.stream()
          .println(
              best.stream()
                  .map(
                      guess ->
                          "%s %s"
                              .formatted(
                                  guess.name(),
                                  String.format(Locale.ROOT, "%.4f", guess.probability())))
                  .collect(Collectors.joining("  ", file + "  ", "")));
    }
  }

  private void refuse(Path file, String reason) {
    complete = false;
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("file", file.toString());
      line.put("error", reason);
      writeJson(line);
    }
    var errors = command.commandLine().getErr();
    errors.println(file + ": " + reason);
    errors.flush();
  }

  private void writeJson(Map<String, Object> line) {
    try {
      output.stream().println(JsonLines.mapper().writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text and numbers can be written as JSON", e);
    }
  }
}
