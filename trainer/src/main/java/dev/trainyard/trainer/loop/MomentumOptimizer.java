package dev.trainyard.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.trainyard.weights.checkpoint.Tensor;
import dev.trainyard.trainer.network.Classifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum exactly as in PyTorch ({@code v = m·v + g + d·p; p -=
 * lr·v}), weight decay on weights only, gradients clipped by their global norm. Works in place on
 * the network's arrays; its state can be saved. Not thread-safe.
 *
 * <p>DJL's own optimizer multiplies the learning rate into the momentum, which is another rule as
 * soon as the rate changes.
 */
final class MomentumOptimizer implements AutoCloseable {
  static final double MOMENTUM = 0.9;
  static final double WEIGHT_DECAY = 1e-4;
  static final double MAX_GRADIENT_NORM = 5.0;

  private record Entry(String name, NDArray weight, NDArray momentum, boolean decays) {}

  private final NDManager manager;
  private final List<Entry> entries = new ArrayList<>();
  private final NDArray momentumFactor;
  private final NDArray decayFactor;

  /**
   * @param state momentum by name of the weight, as {@link #state()} gave it; empty to begin
   */
  MomentumOptimizer(NDManager parent, Classifier classifier, Map<String, Tensor> state) {
    manager = parent.newSubManager();
    momentumFactor = manager.create((float) MOMENTUM);
    decayFactor = manager.create((float) WEIGHT_DECAY);
    classifier
        .trainedArrays()
        .forEach(
            (name, weight) -> {
              var saved = state.get(name);
              var momentum =
                  saved == null
                      ? manager.zeros(weight.getShape())
                      : Classifier.toArray(manager, saved);
              entries.add(new Entry(name, weight, momentum, classifier.decays(name)));
            });
  }

  /** Changes the weights by their gradients, and sets the gradients to zero. */
  void step(double learningRate) {
    try (var scratch = manager.newSubManager()) {
      var gradients = new ArrayList<NDArray>(entries.size());
      for (var entry : entries) {
        var gradient = entry.weight().getGradient();
        gradient.attach(scratch);
        gradients.add(gradient);
      }
      var rate = scratch.create((float) learningRate);
      var clip = clipFactor(gradients);
      for (int i = 0; i < entries.size(); i++) {
        update(entries.get(i), gradients.get(i), clip, rate);
      }
    }
  }

  private void update(Entry entry, NDArray gradient, NDArray clip, NDArray rate) {
    if (clip != null) {
      gradient.muli(clip);
    }
    entry.momentum().muli(momentumFactor).addi(gradient);
    if (entry.decays()) {
      try (var decay = entry.weight().mul(decayFactor)) {
        entry.momentum().addi(decay);
      }
    }
    try (var change = entry.momentum().mul(rate)) {
      entry.weight().subi(change);
    }
    JniUtils.zeroGrad((PtNDArray) entry.weight());
  }

  /** The factor that brings the global norm to its maximum; null if it is known to be within. */
  private static NDArray clipFactor(List<NDArray> gradients) {
    var norms = new NDList(gradients.size());
    gradients.forEach(gradient -> norms.add(gradient.norm()));
    var norm = NDArrays.stack(norms).norm();
    if (!norm.getDevice().isGpu()) {
      // Reading a number is free on the processor, and mostly saves the multiplication.
      float value = norm.getFloat();
      if (!(value > MAX_GRADIENT_NORM)) {
        return null;
      }
    }
    // Stays on the device: reading it there would wait for the whole backward pass.
    return norm.add(1e-6f).pow(-1).mul((float) MAX_GRADIENT_NORM).minimum(1f);
  }

  /** Momentum by name of the weight, copied. */
  Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    entries.forEach(entry -> state.put(entry.name(), Classifier.toTensor(entry.momentum())));
    return state;
  }

  @Override
  public void close() {
    manager.close();
  }
}
