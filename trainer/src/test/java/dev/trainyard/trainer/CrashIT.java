package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.trainer.TrainerMessage.Checkpoint;
import dev.trainyard.contracts.trainer.TrainerMessage.Metrics;
import dev.trainyard.contracts.trainer.TrainerMessage.Notice;
import dev.trainyard.contracts.training.Keep;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged trainer, killed without a warning. */
class CrashIT {
  private static final int KILLS = 20;
  private static final int LONGEST_LIFE_MILLIS = 3_000;

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void writeDataset() throws IOException {
    TestDataset.create(shared.resolve("data"), 8, 4);
  }

  /** A checkpoint takes some tenths of a second of every second, so that many kills tear one. */
  @Test
  void goesOnFromAWholeCheckpointWheneverItWasKilled() throws Exception {
    var random = new Random(20);
    var specification = specification("killed", 1_000_000, Keep.BEST);
    int checkpoint = 0;
    int resumed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      try (var trainer = TrainerProcess.start(folder, specification)) {
        // One time in its beginning, the other time while it trains.
        if (kill % 2 == 0) {
          trainer.killAfter(random.nextInt(LONGEST_LIFE_MILLIS));
        } else {
          trainer.killAfterFirst(Metrics.class, random.nextInt(LONGEST_LIFE_MILLIS));
        }
        var messages = trainer.readAll();
        checkBeginning(messages, checkpoint);
        resumed += checkpoint > 0 && !iterations(messages).isEmpty() ? 1 : 0;
        checkpoint = Math.max(checkpoint, lastCheckpoint(messages));
      }
    }
    assertThat(resumed).as("kills after which it was seen to go on").isGreaterThan(KILLS / 4);
    try (var trainer = TrainerProcess.start(folder, specification)) {
      trainer.stopAtFirst(Metrics.class);
      var messages = trainer.readAll();
      checkBeginning(messages, checkpoint);
      assertThat(trainer.exitCode()).isZero();
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Stopped.class);
    }
    assertThat(CheckpointReader.read(folder.resolve("killed/checkpoint.pth"))).hasSize(122 + 62);
  }

  /** A checkpoint may be on disk although the kill came before it was reported. */
  private static void checkBeginning(List<TrainerMessage> messages, int checkpoint) {
    assertThat(messages)
        .noneMatch(message -> message instanceof TrainerMessage.Failure)
        .noneMatch(
            message ->
                message instanceof Notice notice
                    && checkpoint > 0
                    && notice.message().contains("begins anew"));
    iterations(messages).stream()
        .findFirst()
        .ifPresent(iteration -> assertThat(iteration).isGreaterThan(checkpoint));
  }

  @Test
  void givesTheSameWeightsAfterAKillAsInOneGo() throws Exception {
    var whole = weights(specification("whole", 100, Keep.LAST));

    var specification = specification("halves", 100, Keep.LAST);
    try (var trainer = TrainerProcess.start(folder, specification)) {
      trainer.killAfterFirst(Checkpoint.class, 0);
      int checkpoint = lastCheckpoint(trainer.readAll());
      assertThat(checkpoint).isBetween(1, 99);
    }
    assertThat(weights(specification)).isEqualTo(whole);
  }

  private Map<String, Tensor> weights(RunSpecification specification) throws Exception {
    try (var trainer = TrainerProcess.start(folder, specification)) {
      var messages = trainer.readAll();
      assertThat(messages.get(messages.size() - 1)).isInstanceOf(TrainerMessage.Result.class);
    }
    var model = folder.resolve("model.pth");
    try (var zip = new ZipFile(specification.modelArchive());
        var entry = zip.getInputStream(zip.getEntry("model.pth"))) {
      Files.write(model, entry.readAllBytes());
    }
    return CheckpointReader.read(model);
  }

  private static List<Integer> iterations(List<TrainerMessage> messages) {
    return messages.stream()
        .filter(Metrics.class::isInstance)
        .map(message -> ((Metrics) message).point().iteration())
        .toList();
  }

  private static int lastCheckpoint(List<TrainerMessage> messages) {
    return messages.stream()
        .filter(Checkpoint.class::isInstance)
        .mapToInt(message -> ((Checkpoint) message).iteration())
        .max()
        .orElse(0);
  }

  private RunSpecification specification(String work, int iterations, Keep keep) {
    return new TestRun(shared.resolve("data"), folder.resolve(work))
        .with("iterations", iterations)
        .with("keep", keep)
        .with("dataLoaderWorkers", 2)
        .with("evaluationInterval", 40)
        .with("checkpointIntervalSeconds", 1)
        .resume()
        .specification();
  }
}
