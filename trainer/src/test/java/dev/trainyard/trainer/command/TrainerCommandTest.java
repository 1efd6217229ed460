package dev.trainyard.trainer.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  @Test
  void explainsItself() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("train", "evaluate", "predict", "inspect", "Exit codes");
    for (var command : List.of("train", "evaluate", "predict", "inspect")) {
      out.reset();
      assertThat(execute(command, "--help")).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("Usage: trainer " + command, "Example: trainer " + command, "Exit codes");
    }
    assertThat(execute("--version")).isZero();
    out.reset();
    assertThat(execute("inspect", "--version")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("trainer ");
  }

  @Test
  void refusesWrongOptions() throws IOException {
    assertRefused("give a command");
    assertRefused("Unmatched argument", "nonsense");
    assertRefused("give --dataset and --out", "train");
    assertRefused("--model", "evaluate", "--dataset", "x");
    assertRefused("--split", "evaluate", "--model", "x", "--dataset", "y", "--split");
    assertRefused("Missing required parameter", "predict", "--model", "x");
    assertRefused("--top must be", "predict", "--model", "x", "--top", "0", "y.png");
    assertRefused("Missing required parameter", "inspect");
    assertRefused("give --dataset and --out", "--dataset", "x");
    assertRefused("Unknown option", "--nonsense");
    assertRefused("none of", "--dataset", "x", "--out", "y", "--architecture", "vgg");
    assertRefused("imageSize", "--dataset", "x", "--out", "y", "--image-size", "33");
    assertRefused("cannot be read", "--spec", folder.resolve("absent.json").toString());
  }

  @Test
  void refusesSpecificationsThatAreNone() throws IOException {
    var file = folder.resolve("spec.json");
    Files.writeString(file, "{");
    assertRefused("not a run specification", "--spec", file.toString());
    Files.writeString(file, "{\"datasetDirectory\": \"x\"}");
    assertRefused("not a run specification", "--spec", file.toString());
    Files.writeString(
        file,
        "{\"datasetDirectory\":\"x\",\"workDirectory\":\"w\",\"modelArchive\":\"m\","
            + "\"architecture\":\"resnet18\",\"parameters\":{\"iterations\":0}}");
    assertRefused("iterations", "--spec", file.toString());
  }

  private void assertRefused(String message, String... arguments) {
    errors.getBuffer().setLength(0);
    assertThat(execute(arguments)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }

  private int execute(String... arguments) {
    var commandLine =
        TrainerCommand.commandLine(
            new Output(new PrintStream(out, true, StandardCharsets.UTF_8), false));
    commandLine.setErr(new PrintWriter(errors));
    return TrainerCommand.run(commandLine, arguments);
  }
}
