package dev.trainyard.weights.checkpoint;

import java.util.Arrays;

/**
 * A tensor whose elements were read and not kept.
 *
 * @param type what an element is
 * @param shape its dimensions; none for a single number
 * @param finite false if an element is NaN or infinite; of tensors that share the element, only one
 *     need say so
 */
public record TensorHeader(Tensor.ElementType type, long[] shape, boolean finite)
    implements TensorShape {

  public TensorHeader {
    shape = shape.clone();
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public boolean sameShape(long... other) {
    return Arrays.equals(shape, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TensorHeader that
        && type == that.type
        && finite == that.finite
        && Arrays.equals(shape, that.shape);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + type.hashCode();
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
