package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.data.Normalisation;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.BaseModel;
import dev.trainyard.weights.BaseModelArchive;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.IncompatibleWeightsException;
import dev.trainyard.weights.InvalidBaseModelException;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights a run begins with: the base model's weights, or random ones. */
final class StartingNetwork {
  private final RunSpecification specification;
  private final MessageSink sink;
  private final Normalisation normalisation;

  /**
   * @throws TrainingFailure {@code BASE_MODEL_ERROR} if the base model's archive cannot be used
   */
  StartingNetwork(RunSpecification specification, MessageSink sink) {
    this.specification = specification;
    this.sink = sink;
    this.normalisation = readNormalisation();
  }

  /**
   * What is to be trained.
   *
   * @throws TrainingFailure {@code BASE_MODEL_ERROR} if nobody knows it
   */
  static Architecture architectureOf(RunSpecification specification) {
    return Architecture.withId(specification.architecture())
        .orElseThrow(
            () ->
                new TrainingFailure(
                    FailureCause.BASE_MODEL_ERROR,
                    "architecture %s is not known; known are %s"
                        .formatted(specification.architecture(), Architecture.ids()),
                    List.of()));
  }

  /** How images must be normalised for the weights to make sense. */
  Normalisation normalisation() {
    return normalisation;
  }

  /**
   * The weights to begin with.
   *
   * @throws TrainingFailure {@code BASE_MODEL_ERROR} if the base model cannot be used
   */
  Weights create(Architecture architecture, List<String> classes) {
    long seed = specification.parameters().seed();
    if (specification.baseModel() == null) {
      return Weights.random(architecture, classes.size(), seed);
    }
    try {
      var base = BaseModel.read(file(), Path.of(specification.workDirectory()));
      sink.alive();
      var weights = Weights.of(architecture, classes.size(), usableTensors(base, classes), seed);
      if (weights.headReplaced()) {
        sink.accept(
            new TrainerMessage.Notice(
                "the base model's head is not one of these %d classes; it is replaced by a new one"
                    .formatted(classes.size())));
      }
      return weights;
    } catch (IncompatibleWeightsException e) {
      throw new TrainingFailure(
          FailureCause.BASE_MODEL_ERROR, "base model: " + e.getMessage(), e.differences());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** A head that tells other classes apart is worth no more than a new one, and misleads. */
  private static Map<String, Tensor> usableTensors(BaseModel base, List<String> classes) {
    var configuration = base.configuration();
    if (configuration == null
        || configuration.classes().isEmpty()
        || configuration.classes().equals(classes)) {
      return base.tensors();
    }
    var body = new LinkedHashMap<>(base.tensors());
    body.remove(Architecture.HEAD_WEIGHT);
    body.remove(Architecture.HEAD_BIAS);
    return body;
  }

  private Normalisation readNormalisation() {
    try {
      if (specification.baseModel() == null || !BaseModelArchive.isArchive(file())) {
        return Normalisation.IMAGENET;
      }
      var configuration = BaseModelArchive.inspect(file());
      requireArchitecture(configuration);
      return Normalisation.of(configuration.input());
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void requireArchitecture(BaseModelConfiguration configuration) {
    var id = configuration.architecture().id();
    if (!id.equals(specification.architecture())) {
      throw new TrainingFailure(
          FailureCause.BASE_MODEL_ERROR,
          "the base model is a %s, but a %s is to be trained; choose the same"
              .formatted(id, specification.architecture()),
          List.of());
    }
  }

  private Path file() {
    return Path.of(specification.baseModel());
  }

  private static TrainingFailure failure(IOException e) {
    return new TrainingFailure(
        FailureCause.BASE_MODEL_ERROR,
        (e instanceof InvalidBaseModelException
                ? "the base model cannot be used: "
                : "the base model cannot be read: ")
            + e.getMessage(),
        e);
  }
}
