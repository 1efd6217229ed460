package dev.trainyard.weights.checkpoint;

/** What a tensor is, as far as an architecture asks: everything but its elements. */
public interface TensorShape {

  /** What an element is. */
  Tensor.ElementType type();

  /** True if it has these dimensions; none for a single number. */
  boolean sameShape(long... other);
}
