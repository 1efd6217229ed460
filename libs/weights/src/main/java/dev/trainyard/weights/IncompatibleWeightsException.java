package dev.trainyard.weights;

import java.util.List;

/** Thrown when a state dict does not belong to the architecture; names what differs. */
public class IncompatibleWeightsException extends RuntimeException {
  private final List<String> differences;

  public IncompatibleWeightsException(Architecture architecture, List<String> differences) {
    super(
        "the weights are not those of %s: %s%s"
            .formatted(
                architecture.id(),
                String.join("; ", differences.subList(0, Math.min(5, differences.size()))),
                differences.size() > 5 ? "; and " + (differences.size() - 5) + " more" : ""));
    this.differences = List.copyOf(differences);
  }

  /** Every missing or differently shaped tensor. */
  public List<String> differences() {
    return differences;
  }
}
