package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.trainer.report.JsonLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer as an agent runs it: one process, lines of JSON, a word to stop it. */
class TrainerProcessIT {
  private static final ObjectMapper JSON = JsonLines.mapper();

  @TempDir static Path shared;
  @TempDir Path folder;
  private Process process;

  @BeforeAll
  static void writeDataset() throws IOException {
    TestDataset.create(shared.resolve("data"), 8, 4);
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Test
  void saysNothingButMessagesAndOutlivesItsInput() throws Exception {
    start(specification(shared.resolve("data"), 3, false));
    process.getOutputStream().close();
    var messages = readAll();
    assertThat(exitCode()).isZero();
    assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Result.class);
    assertThat(folder.resolve("model.zip")).exists();
  }

  @Test
  void stopsWhenToldAndGoesOnWhenResumed() throws Exception {
    start(specification(shared.resolve("data"), 100_000, false));
    var messages = new ArrayList<TrainerMessage>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        messages.add(JSON.readValue(line, TrainerMessage.class));
        if (messages.get(messages.size() - 1) instanceof TrainerMessage.Metrics) {
          process.getOutputStream().write("stop\n".getBytes(StandardCharsets.US_ASCII));
          process.getOutputStream().flush();
        }
      }
    } catch (IOException e) {
      // The process may end between its last line and our next word.
      assertThat(messages).isNotEmpty();
    }
    assertThat(exitCode()).isZero();
    var stopped = (TrainerMessage.Stopped) messages.get(messages.size() - 1);
    assertThat(stopped.iteration()).isPositive();
  }

  @Test
  void fallsBackToTheProcessorAndSaysSo() throws Exception {
    var parameters = parameters(2, Device.CUDA);
    start(specification(shared.resolve("data"), parameters, false));
    var messages = readAll();
    assertThat(exitCode()).isZero();
    assertThat(messages).anyMatch(TrainerMessage.Notice.class::isInstance);
  }

  @Test
  void failsWithAMessage() throws Exception {
    start(specification(folder.resolve("nowhere"), 3, false));
    var messages = readAll();
    assertThat(exitCode()).isEqualTo(1);
    assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Failure.class);
  }

  private void start(RunSpecification specification) throws IOException {
    var file = folder.resolve("run.json");
    JSON.writeValue(file.toFile(), specification);
    var jar = Path.of(System.getProperty("trainer.directory"), "trainer.jar");
    assertThat(Files.exists(jar)).isTrue();
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "--spec",
                file.toString())
            .redirectError(folder.resolve("log").toFile())
            .start();
  }

  private List<TrainerMessage> readAll() throws IOException {
    var messages = new ArrayList<TrainerMessage>();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        messages.add(JSON.readValue(line, TrainerMessage.class));
      }
    }
    return messages;
  }

  private int exitCode() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private RunSpecification specification(Path data, int iterations, boolean resume) {
    return specification(data, parameters(iterations, Device.CPU), resume);
  }

  private RunSpecification specification(Path data, TrainingParameters parameters, boolean resume) {
    return new RunSpecification(
        "process-1",
        1,
        data.toString(),
        folder.resolve("work").toString(),
        folder.resolve("model.zip").toString(),
        "resnet18",
        null,
        null,
        parameters,
        resume,
        Map.of());
  }

  private static TrainingParameters parameters(int iterations, Device device) {
    return new TrainingParameters(
        null,
        Augmentation.NONE,
        1,
        4,
        iterations,
        0.01,
        1,
        device,
        32,
        1000,
        1L,
        null,
        null,
        null,
        null);
  }
}
