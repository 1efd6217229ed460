package dev.trainyard.trainer.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Native buffers for batches, used again and again: what Java allocates natively it frees late.
 * Thread-safe.
 */
public final class BatchBuffers {
  private final ConcurrentLinkedDeque<ByteBuffer> free = new ConcurrentLinkedDeque<>();

  /** A buffer with so many bytes remaining, in native order, of any content. */
  ByteBuffer take(int bytes) {
    var reused = free.poll();
    if (reused != null && reused.capacity() >= bytes) {
      return reused.clear().limit(bytes);
    }
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  void give(ByteBuffer buffer) {
    free.push(buffer);
  }
}
