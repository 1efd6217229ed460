package dev.trainyard.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class EvaluationTest {
  @Test
  void averagePrecisionIsThatOfScikitLearn() {
    // Scores with ties and the figure that average_precision_score gives for them.
    double[] scores = {
      0.5, 0.7, 0.6, 0.5, 0.4, 0.6, 0.4, 0.9, 1.0, 0.4, 0.8, 0.5, 0.6, 0.9, 0.1, 0.1, 0.0, 0.8, 0.8,
      0.9, 1.0, 0.8, 0.5, 0.8, 0.1, 0.6, 0.1, 0.9, 0.5, 0.4, 0.3, 0.8, 0.5, 0.6, 0.0, 0.6, 0.6, 0.6,
      0.9, 0.7
    };
    int[] truth = {
      0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1,
      1, 1, 1, 0, 0, 0, 0, 1, 0
    };
    var positive = new boolean[truth.length];
    for (int i = 0; i < truth.length; i++) {
      positive[i] = truth[i] == 1;
    }
    assertThat(AveragePrecision.of(scores, positive)).isCloseTo(0.7436792663197107, within(1e-12));
  }

  @Test
  void averagePrecisionOfKnownRankings() {
    assertThat(AveragePrecision.of(new double[] {3, 2, 1}, new boolean[] {true, true, false}))
        .isEqualTo(1);
    assertThat(AveragePrecision.of(new double[] {3, 2, 1}, new boolean[] {false, false, true}))
        .isCloseTo(1 / 3.0, within(1e-12));
    assertThat(
            AveragePrecision.of(
                new double[] {1, 1, 1, 1}, new boolean[] {true, false, false, false}))
        .isEqualTo(0.25);
    assertThat(AveragePrecision.of(new double[] {1}, new boolean[] {false})).isNaN();
  }

  @Test
  void figuresOfASmallTestSet() {
    float[][] logits = {{2, 0, 0}, {0, 2, 0}, {2, 0, 0}, {0, 3, 0}};
    int[] labels = {0, 1, 1, 1};

    var evaluation = Evaluation.of(logits, labels);

    assertThat(evaluation.accuracy()).isEqualTo(0.75);
    assertThat(evaluation.confusionMatrix())
        .isDeepEqualTo(new int[][] {{1, 0, 0}, {1, 2, 0}, {0, 0, 0}});
    var second = evaluation.perClass().get(1);
    assertThat(second.support()).isEqualTo(3);
    assertThat(second.precision()).isEqualTo(1);
    assertThat(second.recall()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(second.f1()).isCloseTo(0.8, within(1e-12));
    assertThat(evaluation.perClass().get(2).averagePrecision()).isZero();
    // Two images score the same for either class. The third class has no image and does not count.
    assertThat(evaluation.averagePrecision()).isCloseTo((0.5 + 11 / 12.0) / 2, within(1e-12));
    double wrong = Math.log(Math.exp(2) + 2);
    double loss = (wrong - 2) * 2 + wrong + Math.log(Math.exp(3) + 2) - 3;
    assertThat(evaluation.testLoss()).isCloseTo(loss / 4, within(1e-9));
  }
}
