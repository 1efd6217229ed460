package dev.trainyard.trainer.loop;

import dev.trainyard.trainer.evaluation.Evaluation;

/**
 * Where a run stands; part of every checkpoint.
 *
 * @param iteration optimiser steps done
 * @param best the best evaluation so far; null if there was none
 * @param latest the latest evaluation; null if there was none
 * @param evaluationsWithoutImprovement evaluations since the best one
 * @param finished no more iterations are wanted, though there may be some left
 */
public record Progress(
    int iteration, Score best, Score latest, int evaluationsWithoutImprovement, boolean finished) {

  /** The figures of one evaluation. */
  public record Score(int iteration, double averagePrecision, double accuracy, double testLoss) {
    /** True for a higher average precision, or the same at lower loss. */
    boolean isBetterThan(Score other) {
      return other == null
          || averagePrecision > other.averagePrecision
          || averagePrecision == other.averagePrecision && testLoss < other.testLoss;
    }
  }

  static Progress start() {
    return new Progress(0, null, null, 0, false);
  }

  Progress at(int newIteration) {
    return new Progress(newIteration, best, latest, evaluationsWithoutImprovement, finished);
  }

  Progress finish() {
    return new Progress(iteration, best, latest, evaluationsWithoutImprovement, true);
  }

  Progress evaluated(Evaluation evaluation) {
    var score =
        new Score(
            iteration, evaluation.averagePrecision(), evaluation.accuracy(), evaluation.testLoss());
    return score.isBetterThan(best)
        ? new Progress(iteration, score, score, 0, finished)
        : new Progress(iteration, best, score, evaluationsWithoutImprovement + 1, finished);
  }

  /**
   * How many evaluations without improvement end a run of this patience from here; the first
   * evaluation of a run always improves.
   *
   * @param patience null for a run that never ends early
   */
  int evaluationsUntil(Integer patience) {
    if (patience == null) {
      return Integer.MAX_VALUE;
    }
    return Math.max(1, patience - evaluationsWithoutImprovement + (best == null ? 1 : 0));
  }

  /** True if the latest evaluation is the best one. */
  boolean improved() {
    return best != null && best.equals(latest);
  }
}
