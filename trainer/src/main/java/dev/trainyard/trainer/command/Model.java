package dev.trainyard.trainer.command;

import ai.djl.ndarray.NDManager;
import dev.trainyard.contracts.training.Augmentation;
import dev.trainyard.trainer.data.ImagePreparation;
import dev.trainyard.trainer.data.Normalisation;
import dev.trainyard.trainer.network.Classifier;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.InvalidBaseModelException;
import dev.trainyard.weights.Weights;
import dev.trainyard.weights.checkpoint.Tensor;
import java.util.List;
import java.util.Map;

/**
 * A model to use.
 *
 * @param classes in the order of the outputs; empty if nobody said
 * @param imageSize edge of the input in pixels
 */
record Model(
    Architecture architecture,
    List<String> classes,
    int imageSize,
    Normalisation normalisation,
    Map<String, Tensor> tensors) {

  Model {
    classes = List.copyOf(classes);
  }

  Model withClasses(List<String> names) {
    return new Model(architecture, names, imageSize, normalisation, tensors);
  }

  /** Outputs of the head; 0 without a head. */
  int outputs() {
    var bias = tensors.get(Architecture.HEAD_BIAS);
    return bias == null || bias.shape().length != 1 ? 0 : (int) bias.shape()[0];
  }

  /**
   * The network, which the caller closes.
   *
   * @throws InvalidBaseModelException if it has not one output for each class
   */
  Classifier network(NDManager manager) throws InvalidBaseModelException {
    if (outputs() != classes.size()) {
      throw new InvalidBaseModelException(
          "the model has %d outputs, but there are %d classes; give the model's classes in order with --classes"
              .formatted(outputs(), classes.size()));
    }
    return new Classifier(manager, Weights.of(architecture, classes.size(), tensors, 0));
  }

  ImagePreparation preparation() {
    return new ImagePreparation(Augmentation.NONE, normalisation, imageSize, 0);
  }
}
