package dev.trainyard.weights;

import dev.trainyard.weights.checkpoint.Tensor;
import dev.trainyard.weights.checkpoint.TensorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All tensors of one network, checked: the names and shapes are the architecture's, and they come
 * in torchvision's order.
 *
 * @param architecture whose weights they are
 * @param classes outputs of the head
 * @param headReplaced true if the head was made at random because the given one had another size
 * @param tensors by torchvision's name
 */
public record Weights(
    Architecture architecture, int classes, boolean headReplaced, Map<String, Tensor> tensors) {

  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /** Weights as torchvision initialises them; the same seed gives the same weights. */
  public static Weights random(Architecture architecture, int classes, long seed) {
    var tensors = new RandomStateDict(architecture, classes, seed);
    return new Weights(architecture, classes, false, tensors);
  }

  /**
   * Takes what an architecture needs from a state dict. A head of another number of classes, or
   * none, is replaced by a random one; missing counters of batches count from 0.
   *
   * @param seed of the new head
   * @throws IncompatibleWeightsException if the state dict is not of the architecture
   */
  public static Weights of(
      Architecture architecture, int classes, Map<String, Tensor> stateDict, long seed) {
    requireFit(architecture, classes, stateDict);
    var initial = new InitialWeights(seed, architecture.features());
    boolean newHead = needsNewHead(architecture, classes, stateDict);
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var specification : architecture.tensors(classes)) {
      var tensor = stateDict.get(specification.name());
      tensors.put(
          specification.name(),
          isReplaced(specification, tensor, newHead) ? initial.create(specification) : tensor);
    }
    return new Weights(architecture, classes, newHead, tensors);
  }

  /**
   * Checks that {@link #of} would take a state dict.
   *
   * @throws IncompatibleWeightsException if the state dict is not of the architecture
   */
  static void requireFit(
      Architecture architecture, int classes, Map<String, ? extends TensorShape> stateDict) {
    boolean newHead = needsNewHead(architecture, classes, stateDict);
    var differences = new ArrayList<String>();
    for (var specification : architecture.tensors(classes)) {
      var tensor = stateDict.get(specification.name());
      if (!isReplaced(specification, tensor, newHead)) {
        compare(specification, tensor, differences);
      }
    }
    if (!differences.isEmpty()) {
      throw new IncompatibleWeightsException(architecture, differences);
    }
  }

  private static boolean needsNewHead(
      Architecture architecture, int classes, Map<String, ? extends TensorShape> stateDict) {
    var head = stateDict.get(Architecture.HEAD_WEIGHT);
    return head == null || !head.sameShape(classes, architecture.features());
  }

  private static boolean isReplaced(
      TensorSpecification specification, TensorShape tensor, boolean newHead) {
    boolean optional = specification.role() == TensorSpecification.Role.BATCHES_TRACKED;
    return newHead && specification.role().head() || optional && !isInteger(tensor);
  }

  private static boolean isInteger(TensorShape tensor) {
    return tensor != null && tensor.type() == Tensor.ElementType.INT64 && tensor.sameShape();
  }

  private static void compare(
      TensorSpecification specification, TensorShape tensor, List<String> differences) {
    if (tensor == null) {
      differences.add(specification.name() + " is missing");
      return;
    }
    boolean integer = specification.role() == TensorSpecification.Role.BATCHES_TRACKED;
    var type = integer ? Tensor.ElementType.INT64 : Tensor.ElementType.FLOAT32;
    if (tensor.type() != type || !tensor.sameShape(specification.shape())) {
      differences.add(
          "%s is %s instead of %s%s"
              .formatted(
                  specification.name(), tensor, type, Arrays.toString(specification.shape())));
    }
  }
}
