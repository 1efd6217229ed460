package dev.trainyard.trainer.data;

import java.util.SplittableRandom;

/**
 * The order in which images are shown: every epoch a new permutation, epochs one after another, so
 * that every batch is full. A pure function of seed and position. Thread-safe.
 */
public final class SampleOrder {
  private final int size;
  private final long seed;
  private long cachedEpoch = -1;
  private int[] cachedPermutation;

  public SampleOrder(int size, long seed) {
    this.size = size;
    this.seed = seed;
  }

  /** The images of one batch; iterations count from 1. */
  public int[] batch(long iteration, int batchSize) {
    var indices = new int[batchSize];
    long position = (iteration - 1) * batchSize;
    for (int i = 0; i < batchSize; i++, position++) {
      indices[i] = permutation(position / size)[(int) (position % size)];
    }
    return indices;
  }

  private synchronized int[] permutation(long epoch) {
    if (epoch != cachedEpoch) {
      var random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + epoch);
      var permutation = new int[size];
      for (int i = 0; i < size; i++) {
        int other = random.nextInt(i + 1);
        permutation[i] = permutation[other];
        permutation[other] = i;
      }
      cachedPermutation = permutation;
      cachedEpoch = epoch;
    }
    return cachedPermutation;
  }
}
