package dev.trainyard.monitoring.page;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.Samples;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;

/** Measurements that look like those of real runs. */
final class TrainingCurves {
  private TrainingCurves() {}

  /**
   * A run that learns well: warm-up and cosine decay, a noisy loss that falls and flattens, an
   * average precision that rises.
   */
  static MetricPoint[] healthy(int iterations, int untilIteration) {
    var random = new Random(7);
    var points = new ArrayList<MetricPoint>();
    for (var iteration = 10; iteration <= untilIteration; iteration += 10) {
      var done = (double) iteration / iterations;
      var warmUp = Math.min(1, done / 0.05);
      var rate = 0.005 * warmUp * 0.5 * (1 + Math.cos(Math.PI * done));
      var loss = (2.3 * Math.exp(-5 * done) + 0.08) * Math.exp(0.15 * random.nextGaussian());
      points.add(Samples.point(iteration, Samples.at(iteration), rate, loss, null));
      if (iteration % 100 == 0) {
        points.add(
            Samples.evaluation(
                iteration, 0.96 - 0.7 * Math.exp(-6 * done) + 0.008 * random.nextGaussian()));
      }
    }
    return points.toArray(MetricPoint[]::new);
  }

  /** A loss that stays as it is. */
  static MetricPoint[] level(int fromIteration, int toIteration, double loss) {
    var points = new ArrayList<MetricPoint>();
    for (var iteration = fromIteration; iteration <= toIteration; iteration++) {
      points.add(Samples.loss(iteration, loss));
    }
    return points.toArray(MetricPoint[]::new);
  }

  /** The first measurement after a checkpoint, which says so. */
  static MetricPoint afterCheckpoint(int iteration, int checkpoint) {
    return Samples.loss(iteration, 1.0, Map.of("checkpoint", (double) checkpoint));
  }
}
