package dev.trainyard.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateScheduleTest {
  @Test
  void warmsUpToThePeakAndDecaysToAboutZero() {
    var schedule = new LearningRateSchedule(0.1, 1000);
    assertThat(schedule.at(1)).isCloseTo(0.002, within(1e-12));
    assertThat(schedule.at(50)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.at(51)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.at(525)).isBetween(0.049, 0.052);
    assertThat(schedule.at(1000)).isCloseTo(0.0001, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 19, 20, 21, 1_000_000})
  void isPositiveAndAtMostThePeakForAnyLength(int iterations) {
    var schedule = new LearningRateSchedule(0.1, iterations);
    for (int iteration : new int[] {1, (iterations + 1) / 2, iterations}) {
      assertThat(schedule.at(iteration)).isGreaterThan(0).isLessThanOrEqualTo(0.1);
    }
  }
}
