package dev.trainyard.bench.trainer.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.network.Architecture;
import dev.trainyard.trainer.network.Classifier;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The engine's bare training step of ResNet-18 on the processor, on random images: nothing is
 * loaded, reported or saved. Belongs to one thread; owns native memory: close it.
 */
final class EngineStep implements AutoCloseable {
  private static final int CLASSES = 10;
  private static final double LEARNING_RATE = 0.01;

  private final Compute compute;
  private final Classifier classifier;
  private final Map<String, NDArray> momentum = new LinkedHashMap<>();
  private final NDArray images;
  private final NDArray labels;

  EngineStep(int imageSize, int batchSize) {
    compute = Compute.open(Device.CPU);
    var manager = compute.manager();
    classifier = Classifier.random(manager, Architecture.RESNET18, CLASSES, 1);
    classifier
        .trainedArrays()
        .forEach((name, weight) -> momentum.put(name, manager.zeros(weight.getShape())));
    images = manager.randomNormal(new Shape(batchSize, 3, imageSize, imageSize));
    var classes = new long[batchSize];
    for (int i = 0; i < batchSize; i++) {
      classes[i] = i % CLASSES;
    }
    labels = manager.create(classes, new Shape(batchSize, 1));
  }

  /** Forward, backward, clipping, update. */
  void run() {
    try (var scratch = compute.manager().newSubManager()) {
      images.tempAttach(scratch);
      labels.tempAttach(scratch);
      try (var gradients = compute.collectGradients()) {
        var logits = classifier.forward(images, true);
        gradients.backward(logits.logSoftmax(1).gather(labels, 1).mean().neg());
      }
      var weights = classifier.trainedArrays();
      var norms = new NDList();
      var found = new LinkedHashMap<String, NDArray>();
      weights.forEach(
          (name, weight) -> {
            var gradient = weight.getGradient();
            gradient.attach(scratch);
            found.put(name, gradient);
            norms.add(gradient.norm());
          });
      float norm = NDArrays.stack(norms).norm().getFloat();
      weights.forEach((name, weight) -> update(name, weight, found.get(name), norm));
    }
  }

  private void update(String name, NDArray weight, NDArray gradient, float norm) {
    if (norm > 5) {
      gradient.muli(5 / (norm + 1e-6f));
    }
    var velocity = momentum.get(name);
    velocity.muli(0.9f).addi(gradient);
    if (classifier.decays(name)) {
      try (var decay = weight.mul(1e-4f)) {
        velocity.addi(decay);
      }
    }
    try (var change = velocity.mul((float) LEARNING_RATE)) {
      weight.subi(change);
    }
    JniUtils.zeroGrad((PtNDArray) weight);
  }

  String djlVersion() {
    return Engine.getDjlVersion();
  }

  String pytorchVersion() {
    return compute.pytorchVersion();
  }

  @Override
  public void close() {
    classifier.close();
    compute.close();
  }
}
