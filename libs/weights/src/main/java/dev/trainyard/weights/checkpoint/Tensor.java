package dev.trainyard.weights.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A dense tensor in row-major order, little-endian.
 *
 * @param type what an element is
 * @param shape its dimensions; none for a single number
 * @param data its elements; read through {@link #bytes()}, whose position is the reader's own
 */
public record Tensor(ElementType type, long[] shape, ByteBuffer data) implements TensorShape {

  /** The elements this program computes with. */
  public enum ElementType {
    FLOAT32(4),
    INT64(8);

    private final int bytes;

    ElementType(int bytes) {
      this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
      return bytes;
    }
  }

  public Tensor {
    Objects.requireNonNull(type);
    shape = shape.clone();
    if (data.remaining() != elementCount(shape) * type.bytes()) {
      throw new IllegalArgumentException(
          "%d bytes do not fill a %s tensor of shape %s"
              .formatted(data.remaining(), type, Arrays.toString(shape)));
    }
  }

  /** A float tensor of these numbers. */
  public static Tensor of(float[] values, long... shape) {
    var data = ByteBuffer.allocate(Math.multiplyExact(values.length, 4));
    data.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return new Tensor(ElementType.FLOAT32, shape, data);
  }

  /** A single integer. */
  public static Tensor of(long value) {
    var data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
    return new Tensor(ElementType.INT64, new long[0], data);
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  /** The elements, as a little-endian view with a position of its own. */
  public ByteBuffer bytes() {
    return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The elements of a float tensor. */
  public float[] floats() {
    if (type != ElementType.FLOAT32) {
      throw new IllegalStateException("not a float tensor: " + type);
    }
    var values = new float[data.remaining() / 4];
    bytes().asFloatBuffer().get(values);
    return values;
  }

  /** The first element of an integer tensor. */
  public long longValue() {
    if (type != ElementType.INT64) {
      throw new IllegalStateException("not an integer tensor: " + type);
    }
    return bytes().getLong();
  }

  @Override
  public boolean sameShape(long... other) {
    return Arrays.equals(shape, other);
  }

  static long elementCount(long[] shape) {
    long count = 1;
    for (long dimension : shape) {
      count = Math.multiplyExact(count, dimension);
    }
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && data.equals(that.data);
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
