package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
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
    try (var trainer = TrainerProcess.start(folder, specification(3))) {
      trainer.closeInput();
      var messages = trainer.readAll();
      assertThat(trainer.exitCode()).isZero();
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Result.class);
      assertThat(folder.resolve("work.zip")).exists();
    }
  }

  @Test
  void stopsWhenToldAndGoesOnWhenResumed() throws Exception {
    try (var trainer = TrainerProcess.start(folder, specification(100_000))) {
      trainer.stopAtFirst(TrainerMessage.Metrics.class);
      var messages = trainer.readAll();
      assertThat(trainer.exitCode()).isZero();
      var stopped = (TrainerMessage.Stopped) messages.get(messages.size() - 1);
      assertThat(stopped.iteration()).isPositive();
    }
  }

  @Test
  void leavesNoMarkWhereAnotherTrainerWorks() throws Exception {
    var specification = specification(100_000);
    var other = Files.createDirectory(folder.resolve("other"));
    var refused = new ArrayList<TrainerMessage>();
    try (var trainer = TrainerProcess.start(folder, specification)) {
      trainer.watch(
          message -> {
            if (message instanceof TrainerMessage.Metrics && refused.isEmpty()) {
              refused.addAll(runSecond(other, specification));
            }
          });
      trainer.stopAtFirst(TrainerMessage.Metrics.class);
      var messages = trainer.readAll();
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Stopped.class);
    }
    assertThat(refused)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.type(TrainerMessage.Failure.class))
        .satisfies(failure -> assertThat(failure.message()).contains("another trainer works in"));
    assertThat(marks(folder)).hasSize(1);
    assertThat(marks(other)).isEmpty();
  }

  private static List<TrainerMessage> runSecond(Path directory, RunSpecification specification) {
    try (var second = TrainerProcess.start(directory, specification)) {
      return second.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> marks(Path directory) throws IOException {
    return Files.readAllLines(directory.resolve("log")).stream()
        .filter(line -> line.contains("Trainer started processId="))
        .toList();
  }

  @Test
  void fallsBackToTheProcessorAndSaysSo() throws Exception {
    var specification =
        run(shared.resolve("data"))
            .with("iterations", 2)
            .with("device", Device.CUDA)
            .specification();
    try (var trainer = TrainerProcess.start(folder, specification)) {
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
        TrainerProcess.start(folder, run(folder.resolve("nowhere")).specification())) {
      var messages = trainer.readAll();
      assertThat(trainer.exitCode()).isEqualTo(1);
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Failure.class);
    }
  }

  private RunSpecification specification(int iterations) {
    return run(shared.resolve("data")).with("iterations", iterations).specification();
  }

  private TestRun run(Path data) {
    return new TestRun(data, folder.resolve("work"))
        .with("augmentation", Augmentation.NONE)
        .with("dataLoaderWorkers", 1)
        .with("evaluationInterval", 1_000);
  }
}
