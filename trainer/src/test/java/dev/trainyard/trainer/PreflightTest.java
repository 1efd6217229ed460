package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.trainer.data.DatasetFolder;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final Preflight.Resources PLENTY =
      new Preflight.Resources(100 * GIBIBYTE, 100 * GIBIBYTE, OptionalLong.empty());

  @TempDir static Path shared;
  @TempDir Path work;
  private static DatasetFolder dataset;

  @BeforeAll
  static void writeDataset() throws IOException {
    dataset = TestDataset.create(shared, 4, 2);
  }

  @Test
  void letsAUsualRunPassWithoutAWord() throws Exception {
    assertThat(check(8, 224, PLENTY)).isEmpty();
  }

  @Test
  void namesTheDiskThatIsNeededAndFound() {
    var full = new Preflight.Resources(100L << 20, 100 * GIBIBYTE, OptionalLong.empty());
    assertThatThrownBy(() -> check(8, 224, full))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.failureCause()).isEqualTo(FailureCause.STORAGE_ERROR))
        .hasMessageContaining("100 MiB are free")
        .hasMessageMatching(".* \\d{3} MiB are needed.*");
  }

  @Test
  void namesABatchSizeThatWouldFitIntoTheMemory() throws Exception {
    var small = new Preflight.Resources(100 * GIBIBYTE, 2 * GIBIBYTE, OptionalLong.empty());
    assertThatThrownBy(() -> check(256, 224, small))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.failureCause()).isEqualTo(FailureCause.OUT_OF_MEMORY))
        .hasMessageContaining("the machine has 2,048 MiB free")
        .hasMessageEndingWith("try batchSize 44");
    assertThat(check(44, 224, small)).isEmpty();
    assertThatThrownBy(() -> check(45, 224, small)).isInstanceOf(TrainingFailure.class);
  }

  @Test
  void looksAtTheMemoryOfTheGpuWhereThereIsOne() {
    var gpu = new Preflight.Resources(100 * GIBIBYTE, GIBIBYTE, OptionalLong.of(8 * GIBIBYTE));
    assertThatThrownBy(() -> check(512, 224, gpu)).hasMessageContaining("the GPU has 8,192 MiB");
  }

  @Test
  void expectsHalfOfItToBeEnoughForBfloat16OnAGpu() throws Exception {
    var gpu = new Preflight.Resources(100 * GIBIBYTE, GIBIBYTE, OptionalLong.of(8 * GIBIBYTE));
    var run = specification(400, 224, null, null);
    assertThat(check(run, gpu, Precision.BFLOAT16)).isEmpty();
    assertThatThrownBy(() -> check(run, gpu, Precision.FLOAT32))
        .hasMessageEndingWith("try batchSize 232");
  }

  @Test
  void refusesABatchThatJavaCannotHandOver() {
    assertThatThrownBy(() -> check(1024, 1024, PLENTY))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.failureCause()).isEqualTo(FailureCause.OUT_OF_MEMORY))
        .hasMessageEndingWith("try batchSize 170");
  }

  @Test
  void refusesABaseModelOtherThanTheOneThatWasAskedFor() throws Exception {
    var file = Files.writeString(work.resolve("base"), "anything");
    var found = FileDigest.of(file).sha256();
    assertThatThrownBy(() -> check(specification(8, 224, file, "00ff"), PLENTY))
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.failureCause()).isEqualTo(FailureCause.BASE_MODEL_ERROR))
        .hasMessageContaining("00ff")
        .hasMessageContaining(found);
    assertThat(check(specification(8, 224, file, found), PLENTY)).isEmpty();
  }

  @Test
  void warnsOfBatchesTooSmallToLearnFrom() throws Exception {
    assertThat(check(2, 32, PLENTY))
        .singleElement()
        .isInstanceOfSatisfying(
            TrainerMessage.Notice.class,
            notice -> assertThat(notice.message()).contains("try batchSize 8"));
    assertThatThrownBy(() -> check(1, 32, PLENTY)).isInstanceOf(TrainingFailure.class);
  }

  private List<TrainerMessage> check(int batchSize, int imageSize, Preflight.Resources found)
      throws IOException {
    return check(specification(batchSize, imageSize, null, null), found);
  }

  private static List<TrainerMessage> check(
      RunSpecification specification, Preflight.Resources found) throws IOException {
    return check(specification, found, Precision.FLOAT32);
  }

  private static List<TrainerMessage> check(
      RunSpecification specification, Preflight.Resources found, Precision precision)
      throws IOException {
    var messages = new ArrayList<TrainerMessage>();
    new Preflight(specification, Architecture.RESNET18, dataset)
        .check(found, precision, messages::add);
    return messages;
  }

  private RunSpecification specification(
      int batchSize, int imageSize, Path baseModel, String sha256) {
    return new TestRun(dataset.root(), work)
        .with("batchSize", batchSize)
        .with("imageSize", imageSize)
        .from(baseModel, sha256)
        .specification();
  }
}
