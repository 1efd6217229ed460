package dev.trainyard.trainer.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.trainyard.weights.checkpoint.Tensor;
import java.nio.ByteOrder;

/** Carries tensors between files and the engine. */
final class Arrays {
  private Arrays() {}

  /** A tensor as a native array that owns its memory. */
  static NDArray toArray(NDManager manager, Tensor tensor) {
    var type = tensor.type() == Tensor.ElementType.FLOAT32 ? DataType.FLOAT32 : DataType.INT64;
    // What the engine makes of a buffer may share the buffer's memory; the copy does not.
    try (NDArray shared =
        manager.create(tensor.bytes().asFloatBuffer(), new Shape(tensor.shape()), type)) {
      return shared.duplicate();
    }
  }

  /** A native float array as a tensor in row-major order. */
  static Tensor toTensor(NDArray array) {
    // The engine would keep its copy from a GPU as long as the array itself.
    try (NDArray copy = array.toDevice(Device.cpu(), true)) {
      var bytes = copy.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      return new Tensor(Tensor.ElementType.FLOAT32, array.getShape().getShape(), bytes);
    }
  }
}
