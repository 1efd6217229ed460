package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.TrainingParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer as an agent runs it: one process, lines of JSON, a word to stop it. */
class TrainerProcessIT {
  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void writeDataset() throws IOException {
    TestDataset.create(shared.resolve("data"), 8, 4);
  }

  @Test
  void saysNothingButMessagesAndOutlivesItsInput() throws Exception {
    try (var trainer =
        TrainerProcess.start(folder, specification(shared.resolve("data"), 3, false))) {
      trainer.closeInput();
      var messages = trainer.readAll();
      assertThat(trainer.exitCode()).isZero();
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Result.class);
      assertThat(folder.resolve("model.zip")).exists();
    }
  }

  @Test
  void stopsWhenToldAndGoesOnWhenResumed() throws Exception {
    try (var trainer =
        TrainerProcess.start(folder, specification(shared.resolve("data"), 100_000, false))) {
      trainer.stopAtFirst(TrainerMessage.Metrics.class);
      var messages = trainer.readAll();
      assertThat(trainer.exitCode()).isZero();
      var stopped = (TrainerMessage.Stopped) messages.get(messages.size() - 1);
      assertThat(stopped.iteration()).isPositive();
    }
  }

  @Test
  void fallsBackToTheProcessorAndSaysSo() throws Exception {
    var parameters = parameters(2, Device.CUDA);
    try (var trainer =
        TrainerProcess.start(folder, specification(shared.resolve("data"), parameters, false))) {
      var messages = trainer.readAll();
      assertThat(trainer.exitCode()).isZero();
      assertThat(messages)
          .anyMatch(
              message ->
                  message instanceof TrainerMessage.Notice notice
                      && notice.message().contains("training on the CPU"));
    }
  }

  @Test
  void failsWithAMessage() throws Exception {
    try (var trainer =
        TrainerProcess.start(folder, specification(folder.resolve("nowhere"), 3, false))) {
      var messages = trainer.readAll();
      assertThat(trainer.exitCode()).isEqualTo(1);
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Failure.class);
    }
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
