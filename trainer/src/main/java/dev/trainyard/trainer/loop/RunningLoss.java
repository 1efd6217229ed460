package dev.trainyard.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalDouble;

/**
 * The mean loss of the iterations since it was last read. It is kept on the device, so that only
 * reading it waits for the device. Not thread-safe.
 */
final class RunningLoss {
  private final NDArray sum;
  private int count;

  /**
   * @param manager owns its memory
   */
  RunningLoss(NDManager manager) {
    sum = manager.zeros(new Shape(2));
  }

  /**
   * Adds what a step returned.
   *
   * @param lossAndNorm loss and gradient norm, (2)
   */
  void add(NDArray lossAndNorm) {
    sum.addi(lossAndNorm);
    count++;
  }

  /** The mean; empty if there was no iteration. */
  OptionalDouble mean() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum.getFloat(0) / count);
  }

  /** Begins anew. */
  void clear() {
    sum.subi(sum);
    count = 0;
  }
}
