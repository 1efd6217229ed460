package dev.trainyard.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProgressMeterTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void evaluationsAreNoTrainingTimeButRemainingTime() {
    var meter = new ProgressMeter(100, 40, 8, 24, 0, 0);
    assertThat(meter.report(1, 10 * SECOND)).isCloseTo(0.8, within(1e-9));
    // No evaluation yet: 24 images at a third of the time of learning from them, four times.
    assertThat(meter.remainingSeconds(1)).isCloseTo(99 * 10 + 4 * 10, within(1e-9));

    meter.pause(20 * SECOND);
    double evaluation = meter.resume(25 * SECOND);
    meter.evaluationTook(evaluation);
    // 10 iterations in 15 seconds, of which 5 were the evaluation.
    assertThat(meter.report(11, 25 * SECOND)).isCloseTo(8, within(1e-9));

    // 89 iterations at 1 s; evaluations at 40, 80, 100 and of the file, 5 s each.
    assertThat(meter.remainingSeconds(11)).isCloseTo(89 + 4 * 5, within(1e-9));
    assertThat(meter.remainingSeconds(100)).isCloseTo(5, within(1e-9));
  }
}
