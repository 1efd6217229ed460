package dev.trainyard.bench.trainer;

import java.util.ArrayList;
import java.util.List;

/** Repeated measurements of one thing. */
public final class Samples {
  private final List<Double> values = new ArrayList<>();

  public static Samples of(double... values) {
    var samples = new Samples();
    for (double value : values) {
      samples.add(value);
    }
    return samples;
  }

  public void add(double value) {
    values.add(value);
  }

  double last() {
    return values.get(values.size() - 1);
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** NaN if nothing was measured. */
  public double median() {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double smallest() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  double largest() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
  }
}
