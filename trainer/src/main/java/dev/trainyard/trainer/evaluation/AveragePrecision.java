package dev.trainyard.trainer.evaluation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Average precision as scikit-learn's {@code average_precision_score} defines it: Σ (Rₙ − Rₙ₋₁) Pₙ
 * over the distinct scores, from high to low, without interpolation.
 */
final class AveragePrecision {
  private AveragePrecision() {}

  /**
   * @return between 0 and 1; NaN if nothing is positive
   */
  static double of(double[] scores, boolean[] positive) {
    var order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i]));
    int positives = 0;
    for (boolean each : positive) {
      positives += each ? 1 : 0;
    }
    if (positives == 0) {
      return Double.NaN;
    }
    double sum = 0;
    int found = 0;
    int foundBefore = 0;
    for (int i = 0; i < order.length; i++) {
      found += positive[order[i]] ? 1 : 0;
      boolean lastOfScore = i == order.length - 1 || scores[order[i + 1]] != scores[order[i]];
      if (lastOfScore) {
        sum += (double) (found - foundBefore) / positives * found / (i + 1);
        foundBefore = found;
      }
    }
    return sum;
  }
}
