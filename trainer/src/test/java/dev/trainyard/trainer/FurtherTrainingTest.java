package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Keep;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.RandomStateDict;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that begin from an archive. */
class FurtherTrainingTest {
  private static final BaseModelConfiguration.Input OTHER_INPUT =
      new BaseModelConfiguration.Input(64, List.of(0.5f, 0.5f, 0.5f), List.of(0.25f, 0.25f, 0.25f));

  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void createDataset() throws IOException {
    TestDataset.create(shared.resolve("data"), 16, 8);
  }

  @Test
  void goesOnFromATrainedModelsArchive() throws Exception {
    var first = (TrainerMessage.Result) last(run(null, null, "first"));

    var second = run(Path.of(first.modelArchive()), first.sha256(), "second");

    assertThat(last(second)).isInstanceOf(TrainerMessage.Result.class);
    assertThat(notices(second)).noneMatch(notice -> notice.contains("head"));
  }

  @Test
  void usesTheNormalisationOfTheBaseModelAndSaysSoInTheArchive() throws Exception {
    var base = base(Architecture.RESNET18, List.of());

    var result = (TrainerMessage.Result) last(run(base, null, "work"));

    var configuration = BaseModelArchive.inspect(Path.of(result.modelArchive()));
    assertThat(configuration.input().mean()).isEqualTo(OTHER_INPUT.mean());
    assertThat(configuration.input().standardDeviation())
        .isEqualTo(OTHER_INPUT.standardDeviation());
    assertThat(configuration.input().imageSize()).isEqualTo(32);
    assertThat(configuration.classes()).isEqualTo(TestDataset.CLASSES);
  }

  @Test
  void replacesAHeadOfOtherClassesAlthoughTheirNumberIsTheSame() throws Exception {
    var base = base(Architecture.RESNET18, List.of("cats", "dogs", "mice"));
    assertThat(notices(run(base, null, "work"))).anyMatch(notice -> notice.contains("head"));
  }

  @Test
  void refusesABaseModelOfAnotherArchitecture() throws Exception {
    var failure =
        (TrainerMessage.Failure) last(run(base(Architecture.RESNET34, List.of()), null, "work"));
    assertThat(failure.cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(failure.message()).contains("resnet34", "resnet18");
  }

  @Test
  void refusesABaseModelOfAnotherDigest() throws Exception {
    var base = base(Architecture.RESNET18, List.of());
    var failure = (TrainerMessage.Failure) last(run(base, "0".repeat(64), "work"));
    assertThat(failure.cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(failure.message()).contains("0".repeat(64), FileDigest.of(base).sha256());
  }

  private Path base(Architecture architecture, List<String> classes) throws IOException {
    var weights = folder.resolve("base.pth");
    var archive = folder.resolve("base.zip");
    CheckpointWriter.write(
        weights, new RandomStateDict(architecture, classes.isEmpty() ? 3 : classes.size(), 1));
    BaseModelArchive.write(
        archive,
        weights,
        new BaseModelConfiguration("classifier", architecture, classes, OTHER_INPUT, null));
    return archive;
  }

  private List<TrainerMessage> run(Path base, String sha256, String work) {
    var specification =
        new TestRun(shared.resolve("data"), folder.resolve(work))
            .with("augmentation", Augmentation.NONE)
            .with("iterations", 2)
            .with("learningRate", 0.02)
            .with("keep", Keep.LAST)
            .from(base, sha256)
            .specification();
    var messages = new ArrayList<TrainerMessage>();
    new TrainingRun(specification, messages::add, new StopSignal(), Clock.systemUTC()).execute();
    return messages;
  }

  private static TrainerMessage last(List<TrainerMessage> messages) {
    return messages.get(messages.size() - 1);
  }

  private static List<String> notices(List<TrainerMessage> messages) {
    return messages.stream()
        .filter(TrainerMessage.Notice.class::isInstance)
        .map(message -> ((TrainerMessage.Notice) message).message())
        .toList();
  }
}
