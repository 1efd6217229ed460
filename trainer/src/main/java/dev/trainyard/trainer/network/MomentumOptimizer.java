package dev.trainyard.trainer.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.trainyard.weights.checkpoint.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum exactly as in PyTorch ({@code v = m·v + g + d·p; p -=
 * lr·v}), weight decay on weights only, gradients clipped by their global norm. Changes the
 * network's arrays in place; its state can be saved. Owns native memory: close it. Not thread-safe.
 *
 * <p>DJL's own optimizer multiplies the learning rate into the momentum, which is another rule as
 * soon as the rate changes.
 */
public final class MomentumOptimizer implements AutoCloseable {
  private final NDManager manager;
  private final Classifier classifier;
  private final Map<String, NDArray> decayed;
  private final Map<String, NDArray> undecayed;

  /**
   * @param state momentum by name of the weight, as {@link #state()} gave it; empty to begin
   */
  public MomentumOptimizer(NDManager parent, Classifier classifier, Map<String, Tensor> state) {
    this.manager = parent.newSubManager();
    this.classifier = classifier;
    this.decayed = momentum(classifier.decayed(), state);
    this.undecayed = momentum(classifier.undecayed(), state);
  }

  private Map<String, NDArray> momentum(Map<String, NDArray> weights, Map<String, Tensor> state) {
    var arrays = new LinkedHashMap<String, NDArray>();
    weights.forEach(
        (name, weight) -> {
          var saved = state.get(name);
          long[] shape = weight.getShape().getShape();
          var tensor =
              saved != null ? saved : Tensor.of(new float[(int) weight.getShape().size()], shape);
          arrays.put(name, classifier.arranged(manager, tensor));
        });
    return arrays;
  }

  /**
   * Learns from a batch.
   *
   * @param images (N, 3, H, W)
   * @param labels (N), integers
   * @return mean cross-entropy of the batch, and norm of the gradient before it was clipped: (2),
   *     owned by the manager of {@code images}
   */
  public NDArray step(NDArray images, NDArray labels, double learningRate) {
    var result = run("train_all", images, labels, learningRate);
    classifier.countBatch();
    return result;
  }

  /** As {@link #step}, but only the head learns; the rest is used as in evaluation. */
  public NDArray stepHead(NDArray images, NDArray labels, double learningRate) {
    return run("train_head", images, labels, learningRate);
  }

  private NDArray run(String method, NDArray images, NDArray labels, double learningRate) {
    // The program reads the rate as a number. From a GPU, that would wait for all that it has to
    // do.
    try (var memory = images.getManager().newSubManager(Device.cpu())) {
      var rate = memory.create(learningRate);
      return classifier.train(
          method, List.of(images, labels, rate), decayed.values(), undecayed.values());
    }
  }

  /** Momentum by name of the weight, copied. */
  public Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    decayed.forEach((name, array) -> state.put(name, Arrays.toTensor(array)));
    undecayed.forEach((name, array) -> state.put(name, Arrays.toTensor(array)));
    return state;
  }

  @Override
  public void close() {
    manager.close();
  }
}
