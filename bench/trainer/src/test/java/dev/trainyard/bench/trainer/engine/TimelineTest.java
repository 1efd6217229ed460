package dev.trainyard.bench.trainer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final int BATCH = 4;

  private long now;
  private final Timeline timeline = new Timeline(BATCH, () -> now);

  @Test
  void measuresPartsOfARunAndInterpolatesBetweenReports() {
    at(100, new TrainerMessage.Stage(LaunchStage.TEST_DATASET_READY));
    at(110, new TrainerMessage.Stage(LaunchStage.RUN_STARTED));
    at(120, report(10, 4, null));
    at(125, report(20, 8, null));

    assertThat(timeline.imagesPerSecond(0, 10)).isEqualTo(4, within(1e-9));
    assertThat(timeline.imagesPerSecond(10, 20)).isEqualTo(8, within(1e-9));
    assertThat(timeline.imagesPerSecond(0, 15)).isEqualTo(15 * 4 / 12.5, within(1e-9));
    assertThat(timeline.imagesPerSecond(10, 21)).isNaN();
  }

  @Test
  void leavesTheTimeOfAnEvaluationOut() {
    at(0, new TrainerMessage.Stage(LaunchStage.RUN_STARTED));
    at(10, report(10, 4, null));
    // Five seconds of iterations, seven of evaluation.
    at(22, report(20, 8, 0.5));
    at(27, report(30, 8, null));

    assertThat(timeline.imagesPerSecond(0, 30)).isEqualTo(6, within(1e-9));
  }

  private void at(long seconds, TrainerMessage message) {
    now = seconds * 1_000_000_000L;
    timeline.accept(message);
  }

  private static TrainerMessage report(int iteration, double imagesPerSecond, Double testLoss) {
    return new TrainerMessage.Metrics(
        new MetricPoint(
            iteration,
            1,
            Instant.EPOCH,
            0.01,
            1.0,
            imagesPerSecond,
            0.0,
            null,
            null,
            null,
            null,
            testLoss));
  }
}
