package dev.trainyard.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.trainer.evaluation.Evaluation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void theFirstEvaluationIsTheBest() {
    var progress = Progress.start().at(10).evaluated(evaluation(0, 9));
    assertThat(progress.improved()).isTrue();
    assertThat(progress.best().iteration()).isEqualTo(10);
  }

  @Test
  void countsEvaluationsSinceTheBest() {
    var progress =
        Progress.start()
            .at(1)
            .evaluated(evaluation(0.5, 1))
            .at(2)
            .evaluated(evaluation(0.4, 0.1))
            .at(3)
            .evaluated(evaluation(0.5, 1));
    assertThat(progress.evaluationsWithoutImprovement()).isEqualTo(2);
    assertThat(progress.best().iteration()).isEqualTo(1);
    assertThat(progress.latest().iteration()).isEqualTo(3);
    assertThat(progress.improved()).isFalse();
    assertThat(progress.at(4).evaluated(evaluation(0.6, 1)).evaluationsWithoutImprovement())
        .isZero();
  }

  @Test
  void atTheSameAveragePrecisionTheLowerLossIsBetter() {
    var progress = Progress.start().at(1).evaluated(evaluation(1, 0.5)).at(2);
    assertThat(progress.evaluated(evaluation(1, 0.4)).best().iteration()).isEqualTo(2);
    assertThat(progress.evaluated(evaluation(1, 0.6)).best().iteration()).isEqualTo(1);
  }

  private static Evaluation evaluation(double averagePrecision, double loss) {
    return new Evaluation(averagePrecision, 0.5, loss, List.of(), new int[0][]);
  }
}
