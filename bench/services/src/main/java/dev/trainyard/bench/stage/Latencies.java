package dev.trainyard.bench.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured times. Thread-safe. */
public final class Latencies {
  private final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

  public void add(long nanos) {
    millis.add(nanos / 1e6);
  }

  public int count() {
    return millis.size();
  }

  /** The smallest value that at least this share (0 to 1) does not exceed; NaN without values. */
  public double quantile(double share) {
    synchronized (millis) {
      if (millis.isEmpty()) {
        return Double.NaN;
      }
      var sorted = millis.stream().sorted().toList();
      var index = (int) Math.ceil(share * sorted.size()) - 1;
      return sorted.get(Math.max(0, index));
    }
  }
}
