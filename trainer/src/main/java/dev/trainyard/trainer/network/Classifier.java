package dev.trainyard.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import dev.trainyard.weights.checkpoint.Tensor;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with its weights on a device. Owns native memory: close it. Not thread-safe.
 *
 * <p>Gradients are recorded only while a gradient collector is open on the calling thread.
 */
public final class Classifier implements AutoCloseable {
  private static final String HEAD_PREFIX = "fc.";
  private static final String HEAD_WEIGHT = "fc.weight";

  private final Architecture architecture;
  private final ResidualNetwork network;
  private final NDManager manager;
  private final boolean headReplaced;

  private Classifier(
      NDManager parent,
      Architecture architecture,
      int classes,
      Map<String, Tensor> weights,
      long seed) {
    this.architecture = architecture;
    this.network = new ResidualNetwork(architecture, classes);
    this.manager = parent.newSubManager();
    this.headReplaced = !hasHead(weights);
    load(weights, seed);
  }

  /** A network with random weights. */
  public static Classifier random(
      NDManager parent, Architecture architecture, int classes, long seed) {
    return new Classifier(parent, architecture, classes, null, seed);
  }

  /**
   * A network with these weights. A head of another number of classes, or none, is replaced by a
   * random one.
   *
   * @throws IncompatibleWeightsException if the weights are not those of the architecture
   */
  public static Classifier of(
      NDManager parent,
      Architecture architecture,
      int classes,
      Map<String, Tensor> weights,
      long seed) {
    return new Classifier(parent, architecture, classes, weights, seed);
  }

  private boolean hasHead(Map<String, Tensor> weights) {
    return weights != null
        && weights.containsKey(HEAD_WEIGHT)
        && weights
            .get(HEAD_WEIGHT)
            .sameShape(network.namedParameters().get(HEAD_WEIGHT).getShape().getShape());
  }

  private void load(Map<String, Tensor> weights, long seed) {
    var initial = new InitialWeights(seed);
    var differences = new ArrayList<String>();
    long features = network.namedParameters().get(HEAD_WEIGHT).getShape().get(1);
    for (var entry : network.namedParameters().entrySet()) {
      String name = entry.getKey();
      var parameter = entry.getValue();
      Tensor tensor;
      if (weights == null || headReplaced && name.startsWith(HEAD_PREFIX)) {
        tensor = initial.create(name, parameter, features);
      } else {
        tensor = weights.get(name);
        if (!fits(name, tensor, parameter, differences)) {
          continue;
        }
      }
      assign(parameter, tensor);
    }
    if (!differences.isEmpty()) {
      manager.close();
      throw new IncompatibleWeightsException(architecture, differences);
    }
    for (var entry : network.normalisations().entrySet()) {
      var counter = weights == null ? null : weights.get(entry.getKey());
      if (counter != null && counter.type() == Tensor.ElementType.INT64) {
        entry.getValue().setBatchesTracked(counter.longValue());
      }
    }
  }

  private static boolean fits(
      String name, Tensor tensor, Parameter parameter, List<String> differences) {
    if (tensor == null) {
      differences.add(name + " is missing");
      return false;
    }
    if (tensor.type() != Tensor.ElementType.FLOAT32
        || !tensor.sameShape(parameter.getShape().getShape())) {
      differences.add(name + " is " + tensor + " instead of " + parameter.getShape());
      return false;
    }
    return true;
  }

  private void assign(Parameter parameter, Tensor tensor) {
    NDArray array = toArray(manager, tensor);
    parameter.setShape(null);
    parameter.setArray(array);
    if (parameter.requiresGradient()) {
      array.setRequiresGradient(true);
    }
  }

  /** A tensor as a native array that owns its memory. */
  public static NDArray toArray(NDManager manager, Tensor tensor) {
    var type = tensor.type() == Tensor.ElementType.FLOAT32 ? DataType.FLOAT32 : DataType.INT64;
    // What the engine makes of a buffer may share the buffer's memory; the copy does not.
    try (NDArray shared =
        manager.create(tensor.bytes().asFloatBuffer(), new Shape(tensor.shape()), type)) {
      return shared.duplicate();
    }
  }

  /** A native float array as a tensor. */
  public static Tensor toTensor(NDArray array) {
    var bytes = array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(Tensor.ElementType.FLOAT32, array.getShape().getShape(), bytes);
  }

  /** Scores, before softmax, of a batch of images: (N, 3, H, W) → (N, classes). */
  public NDArray forward(NDArray images, boolean training) {
    return network.apply(images, training);
  }

  /** The weights and running statistics, in torchvision's order, copied. */
  public Map<String, Tensor> stateDict() {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var entry : network.namedParameters().entrySet()) {
      String name = entry.getKey();
      tensors.put(name, toTensor(entry.getValue().getArray()));
      if (entry.getValue().getType() == Parameter.Type.RUNNING_VAR) {
        String counter =
            name.substring(0, name.lastIndexOf('.') + 1) + BatchNormalisation.BATCHES_TRACKED;
        tensors.put(counter, Tensor.of(network.normalisations().get(counter).batchesTracked()));
      }
    }
    return tensors;
  }

  /** The arrays that training changes, by name. */
  public Map<String, NDArray> trainedArrays() {
    var arrays = new LinkedHashMap<String, NDArray>();
    network
        .namedParameters()
        .forEach(
            (name, parameter) -> {
              if (parameter.requiresGradient()) {
                arrays.put(name, parameter.getArray());
              }
            });
    return arrays;
  }

  /** True for a weight that decays: a convolution's or the head's, not a bias or normalisation. */
  public boolean decays(String name) {
    return network.namedParameters().get(name).getType() == Parameter.Type.WEIGHT;
  }

  /** True if the head was initialised at random instead of taken from the given weights. */
  public boolean headReplaced() {
    return headReplaced;
  }

  public Architecture architecture() {
    return architecture;
  }

  @Override
  public void close() {
    manager.close();
  }
}
