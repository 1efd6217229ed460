package dev.trainyard.trainer.data;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Prepares batches ahead on worker threads and hands them out in order. The number of batches ahead
 * is bounded, and their memory is used again. One thread takes batches.
 */
public final class BatchLoader implements AutoCloseable {

  /** Says what a batch holds and prepares its images; called by several threads at once. */
  public interface Source {
    /** Images of batch {@code number}, in order. */
    int[] indices(long number);

    /** The image's class. */
    int label(int index);

    /** Writes image {@code index}, which is at {@code place} of the batch. */
    void prepare(long number, int place, int index, byte[] samples, float[] target)
        throws UnreadableImageException;
  }

  /**
   * A prepared batch. Close it when its pixels are no longer needed.
   *
   * @param pixels floats of shape (N, 3, size, size), native order
   * @param labels one per image
   */
  public record Batch(ByteBuffer pixels, long[] labels, BatchBuffers buffers)
      implements AutoCloseable {
    public int size() {
      return labels.length;
    }

    @Override
    public void close() {
      buffers.give(pixels);
    }
  }

  private final ExecutorService workers;
  private final Source source;
  private final int imageSize;
  private final int ahead;
  private final long last;
  private final Deque<Future<Batch>> queue = new ArrayDeque<>();
  private final BatchBuffers buffers;
  private long submitted;
  private long waitedNanos;

  /**
   * @param first number of the first batch
   * @param last number of the last batch
   * @param ahead batches to prepare ahead, at least 1
   */
  public BatchLoader(
      ExecutorService workers,
      Source source,
      BatchBuffers buffers,
      int imageSize,
      long first,
      long last,
      int ahead) {
    this.workers = workers;
    this.source = source;
    this.buffers = buffers;
    this.imageSize = imageSize;
    this.submitted = first;
    this.last = last;
    this.ahead = ahead;
  }

  /**
   * The next batch; waits until it is ready.
   *
   * @throws UnreadableImageException if one of its images cannot be decoded
   */
  public Batch next() throws UnreadableImageException, InterruptedException {
    while (submitted <= last && queue.size() <= ahead) {
      long number = submitted++;
      queue.add(workers.submit(() -> load(number)));
    }
    var next = queue.remove();
    long started = System.nanoTime();
    try {
      return next.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnreadableImageException unreadable) {
        throw unreadable;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a batch could not be prepared", e.getCause());
    } finally {
      waitedNanos += System.nanoTime() - started;
    }
  }

  /** How long {@link #next} has waited for the workers in all, in nanoseconds. */
  public long waitedNanos() {
    return waitedNanos;
  }

  private Batch load(long number) throws UnreadableImageException {
    int[] indices = source.indices(number);
    int floats = RgbImage.CHANNELS * imageSize * imageSize;
    var buffer =
        buffers.take(Math.multiplyExact(Math.multiplyExact(indices.length, floats), Float.BYTES));
    var samples = new byte[floats];
    var target = new float[floats];
    var labels = new long[indices.length];
    for (int place = 0; place < indices.length; place++) {
      labels[place] = source.label(indices[place]);
      source.prepare(number, place, indices[place], samples, target);
      buffer.asFloatBuffer().put(place * floats, target);
    }
    return new Batch(buffer, labels, buffers);
  }

  /** Gives up the batches ahead; those being prepared are finished and dropped. */
  @Override
  public void close() {
    queue.forEach(batch -> batch.cancel(false));
    queue.clear();
  }
}
