package dev.trainyard.weights;

import dev.trainyard.weights.checkpoint.TensorShape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/** Tells a network by its weights. */
public final class ArchitectureMatch {
  private ArchitectureMatch() {}

  /** The architecture that has these tensors, and no others beside a head of any size. */
  public static Optional<Architecture> of(Map<String, ? extends TensorShape> stateDict) {
    return Arrays.stream(Architecture.values())
        .filter(architecture -> matches(architecture, stateDict))
        .findFirst();
  }

  private static boolean matches(
      Architecture architecture, Map<String, ? extends TensorShape> stateDict) {
    // Without this, ResNet-34 would pass for ResNet-18, whose names it has too.
    var unknown = new HashSet<>(stateDict.keySet());
    for (var specification : architecture.tensors(1)) {
      unknown.remove(specification.name());
      var tensor = stateDict.get(specification.name());
      boolean optional =
          specification.role().head()
              || specification.role() == TensorSpecification.Role.BATCHES_TRACKED;
      if (!optional && (tensor == null || !tensor.sameShape(specification.shape()))) {
        return false;
      }
    }
    return unknown.isEmpty();
  }
}
