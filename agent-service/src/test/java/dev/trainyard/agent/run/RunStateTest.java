package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void remainingTimeRunsDownBetweenMeasurements() {
    var state = training().with(point(10, null));
    assertThat(state.observed(NOON).remainingSeconds()).isEqualTo(90);
    assertThat(state.observed(NOON.plusSeconds(30)).remainingSeconds()).isEqualTo(60);
    assertThat(state.observed(NOON.plusSeconds(300)).remainingSeconds()).isZero();
  }

  @Test
  void keepsTheLastEvaluation() {
    var state = training().with(point(10, 0.5)).with(point(11, null));
    assertThat(state.iteration()).isEqualTo(11);
    assertThat(state.latest().iteration()).isEqualTo(11);
    assertThat(state.latestEvaluation().iteration()).isEqualTo(10);
    assertThat(state.metricsSequence()).isEqualTo(2);
  }

  @Test
  void comesBackFromJsonAsItWas() throws Exception {
    var json = new LenientJson();
    var state = training().with(point(10, 0.5));
    assertThat(json.read(json.write(state), RunState.class)).isEqualTo(state);
  }

  private static RunState training() {
    return RunState.of(
        new RunReport(
            UUID.randomUUID(),
            UUID.randomUUID(),
            1,
            3,
            RunPhase.TRAINING,
            null,
            null,
            NOON,
            null,
            null),
        100);
  }

  private static MetricPoint point(int iteration, Double averagePrecision) {
    return new MetricPoint(
        iteration, 0.1, NOON, 0.005, 1.0, 50.0, 90.0, null, null, averagePrecision, null, null);
  }
}
