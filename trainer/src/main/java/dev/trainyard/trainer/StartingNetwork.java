package dev.trainyard.trainer;

import ai.djl.ndarray.NDManager;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.RunSpecification;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.trainer.network.Classifier;
import dev.trainyard.trainer.report.MessageSink;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.IncompatibleWeightsException;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.CheckpointReader;
import dev.trainyard.weights.checkpoint.InvalidCheckpointException;
import dev.trainyard.weights.checkpoint.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The network a run begins with: the base model's weights, or random ones. */
final class StartingNetwork {
  private final RunSpecification specification;
  private final MessageSink sink;

  StartingNetwork(RunSpecification specification, MessageSink sink) {
    this.specification = specification;
    this.sink = sink;
  }

  /**
   * @throws TrainingFailure {@code BASE_MODEL_ERROR} if the base model cannot be used
   */
  Classifier create(NDManager manager, Architecture architecture, int classes) {
    long seed = specification.parameters().seed();
    if (specification.baseModel() == null) {
      return Classifier.random(manager, architecture, classes, seed);
    }
    try {
      var weights = Weights.of(architecture, classes, baseWeights(), seed);
      if (weights.headReplaced()) {
        sink.accept(
            new TrainerMessage.Notice(
                "the base model's head does not have %d classes; it is replaced by a new one"
                    .formatted(classes)));
      }
      return new Classifier(manager, weights);
    } catch (IncompatibleWeightsException e) {
      throw new TrainingFailure(
          FailureCause.BASE_MODEL_ERROR, "base model: " + e.getMessage(), e.differences());
    }
  }

  private Map<String, Tensor> baseWeights() {
    try {
      return CheckpointReader.read(Path.of(specification.baseModel()));
    } catch (InvalidCheckpointException e) {
      throw new TrainingFailure(
          FailureCause.BASE_MODEL_ERROR, "the base model cannot be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new TrainingFailure(
          FailureCause.BASE_MODEL_ERROR, "the base model cannot be read: " + e.getMessage(), e);
    }
  }
}
