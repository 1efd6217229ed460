package dev.trainyard.weights.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How PyTorch stores the elements of a tensor, and what they become here. */
enum StorageType {
  FLOAT("FloatStorage", 4, true),
  DOUBLE("DoubleStorage", 8, true),
  HALF("HalfStorage", 2, true),
  BFLOAT16("BFloat16Storage", 2, true),
  LONG("LongStorage", 8, false),
  INT("IntStorage", 4, false),
  SHORT("ShortStorage", 2, false),
  CHAR("CharStorage", 1, false),
  BYTE("ByteStorage", 1, false),
  BOOL("BoolStorage", 1, false);

  private final String torchName;
  private final int bytes;
  private final boolean floating;

  StorageType(String torchName, int bytes, boolean floating) {
    this.torchName = torchName;
    this.bytes = bytes;
    this.floating = floating;
  }

  static Optional<StorageType> named(String torchName) {
    return Arrays.stream(values()).filter(type -> type.torchName.equals(torchName)).findFirst();
  }

  int bytes() {
    return bytes;
  }

  Tensor.ElementType elementType() {
    return floating ? Tensor.ElementType.FLOAT32 : Tensor.ElementType.INT64;
  }

  /** Appends element {@code index} of {@code storage} to {@code target}, converted. */
  void convert(ByteBuffer storage, int index, ByteBuffer target) {
    int at = index * bytes;
    switch (this) {
      case FLOAT, DOUBLE, HALF, BFLOAT16 -> target.putFloat(floatAt(storage, at));
      case LONG -> target.putLong(storage.getLong(at));
      case INT -> target.putLong(storage.getInt(at));
      case SHORT -> target.putLong(storage.getShort(at));
      case CHAR -> target.putLong(storage.get(at));
      case BYTE, BOOL -> target.putLong(storage.get(at) & 0xff);
    }
  }

  private float floatAt(ByteBuffer storage, int at) {
    return switch (this) {
      case FLOAT -> storage.getFloat(at);
      case DOUBLE -> (float) storage.getDouble(at);
      case HALF -> halfToFloat(storage.getShort(at));
      case BFLOAT16 -> Float.intBitsToFloat(storage.getShort(at) << 16);
      case LONG, INT, SHORT, CHAR, BYTE, BOOL ->
          throw new IllegalStateException(this + " is no floating type");
    };
  }

  /** All elements, converted; none if they are integers. */
  float[] floats(ByteBuffer elements) {
    var floats = new float[floating ? elements.limit() / bytes : 0];
    if (this == FLOAT) {
      elements.asFloatBuffer().get(floats);
    } else {
      for (int index = 0; index < floats.length; index++) {
        floats[index] = floatAt(elements, index * bytes);
      }
    }
    return floats;
  }

  private static float halfToFloat(short half) {
    int exponent = (half >> 10) & 0x1f;
    int fraction = half & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
    }
    return half < 0 ? -magnitude : magnitude;
  }
}
