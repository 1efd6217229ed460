package dev.trainyard.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.contracts.training.Keep;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real trainings, small ones. */
class TrainingRunTest {
  @TempDir static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void writeDataset() throws IOException {
    TestDataset.create(shared.resolve("data"), 16, 8);
  }

  @Test
  void learnsAndWritesAnArchiveThatSaysWhereItComesFrom() throws Exception {
    var messages = run(training("work", 60).specification());

    assertThat(messages.get(0)).isInstanceOf(TrainerMessage.Notice.class);
    assertThat(stages(messages))
        .containsExactly(LaunchStage.TEST_DATASET_READY, LaunchStage.RUN_STARTED);
    var points = points(messages);
    assertThat(points.get(0).iteration()).isEqualTo(1);
    assertThat(points.get(points.size() - 1).iteration()).isEqualTo(60);
    assertThat(points).extracting(MetricPoint::iteration).contains(20, 40).isSorted();
    assertThat(points.get(points.size() - 1).averagePrecision()).isGreaterThan(0.9);
    var result = (TrainerMessage.Result) last(messages);
    assertThat(result.metrics().get("averagePrecision")).isGreaterThan(0.9);
    assertThat(result.metrics().get("accuracy")).isGreaterThan(0.8);
    var archive = Path.of(result.modelArchive());
    assertThat(FileDigest.of(archive))
        .isEqualTo(new FileDigest(result.sha256(), result.sizeBytes()));
    checkArchive(archive, result);
  }

  private void checkArchive(Path archive, TrainerMessage.Result result) throws IOException {
    var model = extract(archive, folder.resolve("extracted.pth"));
    JsonNode configuration;
    try (var zip = new ZipFile(archive.toFile());
        var yaml = zip.getInputStream(zip.getEntry("config.yaml"))) {
      assertThat(zip.size()).isEqualTo(2);
      configuration = new YAMLMapper().readTree(yaml);
    }
    assertThat(configuration.at("/formatVersion").asInt()).isEqualTo(1);
    assertThat(configuration.at("/architecture").asText()).isEqualTo("resnet18");
    assertThat(configuration.at("/classes/1").asText()).isEqualTo("squares");
    assertThat(configuration.at("/input/imageSize").asInt()).isEqualTo(32);
    assertThat(configuration.at("/parameters/iterations").asInt()).isEqualTo(60);
    assertThat(configuration.at("/lineage/datasetVersion").asInt()).isEqualTo(3);
    assertThat(configuration.at("/training/processId").asText()).isEqualTo("process-1");
    assertThat(configuration.at("/training/device").asText()).isEqualTo("CPU");
    assertThat(configuration.at("/parameters/precision").asText()).isEqualTo("AUTO");
    assertThat(configuration.at("/training/precision").asText()).isIn("FLOAT32", "BFLOAT16");
    assertThat(configuration.at("/metrics/averagePrecision").asDouble())
        .isEqualTo(result.metrics().get("averagePrecision"));
    assertThat(configuration.at("/metrics/perClass")).hasSize(3);
    assertThat(configuration.at("/metrics/perClass/0/support").asInt()).isEqualTo(8);
    int images = 0;
    for (var row : configuration.at("/metrics/confusionMatrix")) {
      for (var count : row) {
        images += count.asInt();
      }
    }
    assertThat(images).isEqualTo(24);
    assertThat(configuration.at("/model/sha256").asText()).isEqualTo(FileDigest.of(model).sha256());
    assertThat(configuration.at("/versions/djl").asText()).isNotEmpty();
    assertThat(CheckpointReader.read(model)).containsKey("fc.weight").hasSize(122);
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FLOAT32", "BFLOAT16"})
  void stoppedAndResumedItGivesTheSameWeightsAsInOneGo(Precision precision) throws Exception {
    var whole = weights(run(learningIn(precision, "whole").specification()));

    var resumed = learningIn(precision, "resumed").resume().specification();
    var stop = new StopSignal();
    var first = run(resumed, stop, stopAt(5, stop));
    assertThat(last(first)).isInstanceOf(TrainerMessage.Stopped.class);
    int stoppedAt = ((TrainerMessage.Stopped) last(first)).iteration();
    assertThat(stoppedAt).isBetween(1, 9);
    assertThat(first).contains(new TrainerMessage.Checkpoint(stoppedAt));

    var second = run(resumed);

    assertThat(points(second).get(0).iteration()).isEqualTo(stoppedAt + 1);
    assertThat(points(second).get(0).scalars()).isEqualTo(Map.of("checkpoint", (double) stoppedAt));
    assertThat(points(first).get(0).scalars()).isNull();
    assertThat(weights(second)).isEqualTo(whole);
  }

  private TestRun learningIn(Precision precision, String work) {
    // Few: a processor without bfloat16 takes seconds for each.
    return training(work, 10)
        .with("evaluationInterval", 4)
        .with("keep", Keep.LAST)
        .with("precision", precision);
  }

  // Reports are at most one a second; the first is the one after iteration 1.
  private static Consumer<TrainerMessage> stopAt(int iteration, StopSignal stop) {
    return message -> {
      if (message instanceof TrainerMessage.Metrics metrics
          && metrics.point().iteration() <= iteration) {
        stop.request();
      }
    };
  }

  @Test
  void startsFromBaseWeightsWithAnotherHead() throws Exception {
    var base = folder.resolve("base.pth");
    var weights = weights(run(training("work", 2).with("keep", Keep.LAST).specification()));
    weights.put("fc.weight", Tensor.of(new float[5 * 512], 5, 512));
    weights.put("fc.bias", Tensor.of(new float[5], 5));
    CheckpointWriter.write(base, weights);

    var messages = run(from(base));

    assertThat(last(messages)).isInstanceOf(TrainerMessage.Result.class);
    assertThat(notices(messages)).anyMatch(notice -> notice.contains("head"));
  }

  @Test
  void saysThatItDiverged() throws Exception {
    var base = folder.resolve("nan.pth");
    var weights =
        new LinkedHashMap<>(
            weights(run(training("work", 2).with("keep", Keep.LAST).specification())));
    var broken = new float[64 * 3 * 7 * 7];
    broken[0] = Float.NaN;
    weights.put("conv1.weight", Tensor.of(broken, 64, 3, 7, 7));
    CheckpointWriter.write(base, weights);

    var messages = run(from(base));

    var failure = (TrainerMessage.Failure) last(messages);
    assertThat(failure.cause()).isEqualTo(FailureCause.DIVERGED);
    assertThat(failure.message()).contains("learningRate");
  }

  @Test
  void namesEveryImageThatCannotBeDecoded() throws Exception {
    var data = folder.resolve("bad-data");
    TestDataset.create(data, 3, 2);
    Files.writeString(data.resolve("train/lying/000.png"), "text");
    Files.writeString(data.resolve("train/standing/002.png"), "text");
    var specification = new TestRun(data, folder.resolve("work")).specification();

    var failure = (TrainerMessage.Failure) last(run(specification));

    assertThat(failure.cause()).isEqualTo(FailureCause.DATASET_ERROR);
    assertThat(failure.details()).hasSize(2).anyMatch(detail -> detail.contains("000.png"));
  }

  @Test
  void endsAlsoWhenItCannotSayWhy() {
    var nowhere = new TestRun(folder.resolve("nowhere"), folder.resolve("work")).specification();
    var unheard = new TrainingFailure(FailureCause.STORAGE_ERROR, "the disk is full", List.of());
    var run =
        new TrainingRun(
            nowhere,
            message -> {
              throw unheard;
            },
            new StopSignal(),
            Clock.systemUTC());
    assertThat(run.execute()).isFalse();
  }

  @Test
  void refusesBaseWeightsThatAreNone() throws Exception {
    var base = folder.resolve("base.pth");
    Files.writeString(base, "no checkpoint");
    var failure = (TrainerMessage.Failure) last(run(from(base)));
    assertThat(failure.cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
  }

  private TestRun training(String work, int iterations) {
    return new TestRun(shared.resolve("data"), folder.resolve(work))
        .with("augmentation", Augmentation.EXPOSURE_NOISE)
        .with("iterations", iterations)
        .with("learningRate", 0.02)
        .with("evaluationInterval", 20)
        .with("dataLoaderWorkers", 64)
        .with("seed", 3);
  }

  private RunSpecification from(Path base) {
    return training("further", 2).with("keep", Keep.LAST).from(base, null).specification();
  }

  private static List<TrainerMessage> run(RunSpecification specification) {
    return run(specification, new StopSignal(), message -> {});
  }

  private static List<TrainerMessage> run(
      RunSpecification specification, StopSignal stop, Consumer<TrainerMessage> watcher) {
    var messages = new ArrayList<TrainerMessage>();
    boolean well =
        new TrainingRun(
                specification,
                message -> {
                  messages.add(message);
                  watcher.accept(message);
                },
                stop,
                Clock.systemUTC())
            .execute();
    assertThat(well).isEqualTo(!(last(messages) instanceof TrainerMessage.Failure));
    return messages;
  }

  private Map<String, Tensor> weights(List<TrainerMessage> messages) throws IOException {
    assertThat(last(messages)).isInstanceOf(TrainerMessage.Result.class);
    var archive = Path.of(((TrainerMessage.Result) last(messages)).modelArchive());
    return new LinkedHashMap<>(
        CheckpointReader.read(extract(archive, folder.resolve("weights.pth"))));
  }

  private static Path extract(Path archive, Path target) throws IOException {
    try (var zip = new ZipFile(archive.toFile());
        var model = zip.getInputStream(zip.getEntry("model.pth"))) {
      Files.write(target, model.readAllBytes());
    }
    return target;
  }

  private static TrainerMessage last(List<TrainerMessage> messages) {
    return messages.get(messages.size() - 1);
  }

  private static List<MetricPoint> points(List<TrainerMessage> messages) {
    return messages.stream()
        .filter(TrainerMessage.Metrics.class::isInstance)
        .map(message -> ((TrainerMessage.Metrics) message).point())
        .toList();
  }

  private static List<LaunchStage> stages(List<TrainerMessage> messages) {
    return messages.stream()
        .filter(TrainerMessage.Stage.class::isInstance)
        .map(message -> ((TrainerMessage.Stage) message).stage())
        .toList();
  }

  private static List<String> notices(List<TrainerMessage> messages) {
    return messages.stream()
        .filter(TrainerMessage.Notice.class::isInstance)
        .map(message -> ((TrainerMessage.Notice) message).message())
        .toList();
  }
}
