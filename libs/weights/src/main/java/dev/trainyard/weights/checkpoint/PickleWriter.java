package dev.trainyard.weights.checkpoint;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes the pickle of an ordered state dict, protocol 2, as {@code torch.save} does. */
final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);

  /** The pickle of tensors whose storages are numbered 0, 1, … in the map's order. */
  static byte[] stateDict(Map<String, Tensor> tensors) {
    var writer = new PickleWriter();
    writer.out.write(Opcode.PROTO);
    writer.out.write(2);
    writer.orderedDict();
    writer.out.write(Opcode.MARK);
    int storage = 0;
    for (var entry : tensors.entrySet()) {
      writer.string(entry.getKey());
      writer.tensor(entry.getValue(), storage++);
    }
    writer.out.write(Opcode.SETITEMS);
    writer.out.write(Opcode.STOP);
    return writer.out.toByteArray();
  }

  private void tensor(Tensor tensor, int storage) {
    long[] shape = tensor.shape();
    global("torch._utils", "_rebuild_tensor_v2");
    out.write(Opcode.MARK);
    out.write(Opcode.MARK);
    string("storage");
    global(
        "torch",
        switch (tensor.type()) {
          case FLOAT32 -> "FloatStorage";
          case INT64 -> "LongStorage";
        });
    string(Integer.toString(storage));
    string("cpu");
    integer(Tensor.elementCount(shape));
    out.write(Opcode.TUPLE);
    out.write(Opcode.BINPERSID);
    integer(0);
    tuple(shape);
    tuple(contiguousStrides(shape));
    out.write(Opcode.NEWFALSE);
    orderedDict();
    out.write(Opcode.TUPLE);
    out.write(Opcode.REDUCE);
  }

  static long[] contiguousStrides(long[] shape) {
    var strides = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= Math.max(1, shape[i]);
    }
    return strides;
  }

  private void orderedDict() {
    global("collections", "OrderedDict");
    out.write(Opcode.EMPTY_TUPLE);
    out.write(Opcode.REDUCE);
  }

  private void global(String module, String name) {
    out.write(Opcode.GLOBAL);
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void tuple(long[] values) {
    out.write(Opcode.MARK);
    for (long value : values) {
      integer(value);
    }
    out.write(Opcode.TUPLE);
  }

  private void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.write(Opcode.BINUNICODE);
    int32(utf8.length);
    out.writeBytes(utf8);
  }

  private void integer(long value) {
    if (value >= 0 && value < 256) {
      out.write(Opcode.BININT1);
      out.write((int) value);
    } else if (value == (int) value) {
      out.write(Opcode.BININT);
      int32((int) value);
    } else {
      byte[] bigEndian = BigInteger.valueOf(value).toByteArray();
      out.write(Opcode.LONG1);
      out.write(bigEndian.length);
      for (int i = bigEndian.length - 1; i >= 0; i--) {
        out.write(bigEndian[i]);
      }
    }
  }

  private void int32(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }
}
