package dev.trainyard.bench.stage;

import java.util.Arrays;

/** Measured times. Thread-safe. */
public final class Latencies {
  private long[] nanos = new long[1024];
  private int count;

  public synchronized void add(long measured) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = measured;
  }

  public synchronized int count() {
    return count;
  }

  /**
   * In milliseconds, the smallest value that at least this share (0 to 1) does not exceed; NaN
   * without values.
   */
  public synchronized double quantile(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    Arrays.sort(nanos, 0, count);
    var index = (int) Math.ceil(share * count) - 1;
    return nanos[Math.max(0, index)] / 1e6;
  }
}
