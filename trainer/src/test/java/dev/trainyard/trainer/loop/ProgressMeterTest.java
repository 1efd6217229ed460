package dev.trainyard.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.trainer.remaining.RemainingTime;
import org.junit.jupiter.api.Test;

class ProgressMeterTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int BATCH = 8;

  private final RemainingTime remaining =
      new RemainingTime(new RemainingTime.Plan(100, 40, BATCH, 8, 24, 0, null, 1e6, 1e6), 0);
  private final ProgressMeter meter = new ProgressMeter(remaining, BATCH, 0, 0);

  @Test
  void evaluationsAndCheckpointsAreNoTrainingTime() {
    meter.iterated(10 * SECOND, 0);
    assertThat(meter.report(10 * SECOND)).isCloseTo(0.8, within(1e-9));

    meter.iterated(12 * SECOND, SECOND);
    meter.pause(12 * SECOND);
    meter.evaluated(17 * SECOND);
    meter.pause(17 * SECOND);
    meter.checkpointed(18 * SECOND);
    meter.iterated(20 * SECOND, SECOND);

    // Two iterations in ten seconds, of which six were none.
    assertThat(meter.report(20 * SECOND)).isCloseTo(4, within(1e-9));
    assertThat(meter.secondsSinceReport(23 * SECOND)).isCloseTo(3, within(1e-9));
  }

  @Test
  void evaluationsAndCheckpointsAreRemainingTime() {
    meter.iterated(SECOND, 0);
    meter.iterated(3 * SECOND, 0);
    double before = remaining.toTheEnd(1).median();
    meter.pause(3 * SECOND);
    meter.evaluated(53 * SECOND);
    double evaluated = remaining.toTheEnd(1).median();
    meter.pause(53 * SECOND);
    meter.checkpointed(153 * SECOND);

    // Evaluations at 40, 80, 100 and of the file, 50 s each.
    assertThat(evaluated).isBetween(98 * 2 + 4 * 50.0, 98 * 2 + 4 * 50 + 10.0);
    assertThat(evaluated).isGreaterThan(before);
    assertThat(remaining.toTheEnd(1).median()).isGreaterThan(evaluated + 200);
  }
}
