package dev.trainyard.bench.trainer.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.trainyard.contracts.training.Device;
import dev.trainyard.contracts.training.Precision;
import dev.trainyard.trainer.compute.Compute;
import dev.trainyard.trainer.network.Classifier;
import dev.trainyard.trainer.network.MemoryFormat;
import dev.trainyard.trainer.network.MomentumOptimizer;
import dev.trainyard.weights.Architecture;
import dev.trainyard.weights.Weights;
import java.util.Map;

/**
 * The engine's bare training step of ResNet-18 on the processor, on random images: nothing is
 * loaded, reported or saved. Belongs to one thread; owns native memory: close it.
 */
final class EngineStep implements AutoCloseable {
  private static final int CLASSES = 10;
  private static final double LEARNING_RATE = 0.01;

  private final Compute compute;
  private final Precision precision;
  private final Classifier classifier;
  private final MomentumOptimizer optimizer;
  private final NDArray images;
  private final NDArray labels;

  EngineStep(Precision wanted, int imageSize, int batchSize) {
    compute = Compute.open(Device.CPU);
    precision = compute.decide(wanted);
    var manager = compute.manager();
    classifier =
        new Classifier(
            manager,
            Weights.random(Architecture.RESNET18, CLASSES, 1),
            MemoryFormat.forBatches(batchSize, imageSize),
            precision);
    optimizer = new MomentumOptimizer(manager, classifier, Map.of());
    images = manager.randomNormal(new Shape(batchSize, 3, imageSize, imageSize));
    var classes = new long[batchSize];
    for (int i = 0; i < batchSize; i++) {
      classes[i] = i % CLASSES;
    }
    labels = manager.create(classes);
  }

  /** Forward, backward, clipping, update. */
  void run() {
    try (var scratch = compute.manager().newSubManager()) {
      // What the step makes belongs to its first operand's manager.
      images.tempAttach(scratch);
      labels.tempAttach(scratch);
      optimizer.step(images, labels, LEARNING_RATE);
    }
  }

  /** In which it learns. */
  Precision precision() {
    return precision;
  }

  String djlVersion() {
    return Engine.getDjlVersion();
  }

  String pytorchVersion() {
    return compute.pytorchVersion();
  }

  @Override
  public void close() {
    optimizer.close();
    classifier.close();
    compute.close();
  }
}
