package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.archive.ModelArchive;
import dev.trainyard.trainer.archive.ModelConfiguration;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.data.DatasetFolder;
import dev.trainyard.trainer.data.Normalisation;
import dev.trainyard.trainer.evaluation.Evaluation;
import dev.trainyard.trainer.evaluation.Evaluator;
import dev.trainyard.trainer.loop.Progress;
import dev.trainyard.trainer.loop.TrainingLoop;
import dev.trainyard.trainer.network.Classifier;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.FileDigest;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the model of a finished training, reads it back, and vouches for it. */
final class ModelDelivery {
  private static final double TOLERANCE = 1e-3;

  private final RunSpecification specification;
  private final Architecture architecture;
  private final DatasetFolder dataset;
  private final Normalisation normalisation;
  private final Compute compute;
  private final Clock clock;
  private final MessageSink sink;

  ModelDelivery(
      RunSpecification specification,
      Architecture architecture,
      DatasetFolder dataset,
      Normalisation normalisation,
      Compute compute,
      Clock clock,
      MessageSink sink) {
    this.specification = specification;
    this.architecture = architecture;
    this.dataset = dataset;
    this.normalisation = normalisation;
    this.compute = compute;
    this.clock = clock;
    this.sink = sink;
  }

  TrainerMessage.Result deliver(
      TrainingLoop loop, Evaluator evaluator, Path work, Instant started, int resumedFrom)
      throws IOException, InterruptedException {
    var model = work.resolve(BaseModelArchive.WEIGHTS_ENTRY);
    CheckpointWriter.write(model, loop.keptWeights());
    sink.alive();
    var evaluation = readBack(model, evaluator, loop.keptScore());
    var training = training(loop.progress().iteration(), resumedFrom, started);
    var configuration = configuration(model, evaluation, loop.keptScore().iteration(), training);
    var archive = Path.of(specification.modelArchive()).toAbsolutePath();
    Files.createDirectories(archive.getParent());
    sink.alive();
    var digest = ModelArchive.write(archive, model, configuration);
    Files.delete(model);
    var metrics = new LinkedHashMap<String, Double>();
    metrics.put("averagePrecision", evaluation.averagePrecision());
    metrics.put("accuracy", evaluation.accuracy());
    metrics.put("testLoss", evaluation.testLoss());
    return new TrainerMessage.Result(
        archive.toString(), digest.sha256(), digest.sizeBytes(), metrics);
  }

  /** Evaluates the file's weights: they must score as those in memory did. */
  private Evaluation readBack(Path model, Evaluator evaluator, Progress.Score expected)
      throws IOException, InterruptedException {
    try (var copy =
        new Classifier(
            compute.manager(),
            Weights.of(
                architecture,
                dataset.classes().size(),
                CheckpointReader.read(model),
                specification.parameters().seed()))) {
      var evaluation = evaluator.evaluate(copy, compute.manager());
      double lossTolerance = TOLERANCE * Math.max(1, expected.testLoss());
      if (Math.abs(evaluation.averagePrecision() - expected.averagePrecision()) > TOLERANCE
          || Math.abs(evaluation.testLoss() - expected.testLoss()) > lossTolerance) {
        throw new TrainingFailure(
            FailureCause.INTERNAL,
            "the model file was read back and scored differently; run the training again",
            List.of("before: " + expected, "after: " + evaluation.averagePrecision()));
      }
      return evaluation;
    }
  }

  private ModelConfiguration configuration(
      Path model, Evaluation evaluation, int iteration, ModelConfiguration.Training training)
      throws IOException {
    var digest = FileDigest.of(model);
    return new ModelConfiguration(
        ModelConfiguration.FORMAT_VERSION,
        "classifier",
        architecture.id(),
        dataset.classes(),
        new ModelConfiguration.Input(
            specification.parameters().imageSize(),
            "RGB",
            "letterbox",
            List.of(255, 255, 255),
            normalisation.mean(),
            normalisation.deviation()),
        metrics(evaluation, iteration),
        training,
        specification.parameters(),
        new TreeMap<>(specification.lineage()),
        versions(),
        new ModelConfiguration.ModelFile(
            BaseModelArchive.WEIGHTS_ENTRY,
            "pytorch-state-dict",
            digest.sha256(),
            digest.sizeBytes()));
  }

  private ModelConfiguration.Metrics metrics(Evaluation evaluation, int iteration) {
    var perClass = new ArrayList<ModelConfiguration.ClassMetrics>();
    for (int i = 0; i < dataset.classes().size(); i++) {
      var figures = evaluation.perClass().get(i);
      perClass.add(
          new ModelConfiguration.ClassMetrics(
              dataset.classes().get(i),
              figures.support(),
              figures.precision(),
              figures.recall(),
              figures.f1(),
              figures.averagePrecision()));
    }
    var confusion =
        Arrays.stream(evaluation.confusionMatrix())
            .map(row -> Arrays.stream(row).boxed().toList())
            .toList();
    return new ModelConfiguration.Metrics(
        iteration,
        evaluation.averagePrecision(),
        evaluation.accuracy(),
        evaluation.testLoss(),
        perClass,
        confusion);
  }

  private ModelConfiguration.Training training(int iterations, int resumedFrom, Instant started)
      throws IOException {
    return new ModelConfiguration.Training(
        specification.processId(),
        specification.attempt(),
        compute.device().name(),
        compute.decide(specification.parameters().precision()).name(),
        specification.parameters().seed(),
        iterations,
        resumedFrom == 0 ? null : resumedFrom,
        dataset.train().size(),
        dataset.test().size(),
        specification.baseModel() == null
            ? null
            : FileDigest.of(Path.of(specification.baseModel())).sha256(),
        started,
        clock.instant());
  }

  private Map<String, String> versions() {
    var versions = new LinkedHashMap<String, String>();
    versions.put("trainer", TrainerVersion.current());
    versions.put("java", Runtime.version().toString());
    versions.put("djl", ai.djl.engine.Engine.getDjlVersion());
    versions.put("pytorch", compute.pytorchVersion());
    versions.put(
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"));
    return versions;
  }
}
