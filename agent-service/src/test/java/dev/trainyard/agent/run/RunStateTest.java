package dev.trainyard.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunStateTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final UUID PROCESS = new UUID(0, 1);

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

  @Test
  void remembersWhatTheBrokerMayNotHave() throws Exception {
    var state =
        training()
            .launching()
            .with(new TrainerState(1, 70, new TrainerMessage.Stopped(4)))
            .with(report(4, LaunchStage.RUN_STARTED))
            .with(report(5, null));
    assertThat(state.undelivered().reports()).hasSize(2);
    assertThat(state.undelivered().withoutReportsTo(4).reports()).containsExactly(report(5, null));
    var delivered = state.undelivered().withoutMetricsTo(3, 1, 60);
    assertThat(delivered.withoutMetricsTo(2, 1, 40)).isEqualTo(delivered);
    var json = new LenientJson();
    var whole =
        state
            .with(delivered)
            .with(new TrainerLog.Position(10, 2, NOON))
            .stoppingBy(NOON, Duration.ofMillis(2_500));
    assertThat(json.read(json.write(whole), RunState.class)).isEqualTo(whole);
  }

  @Test
  void aStopGetsNoMoreTimeThanItWasGivenWhateverTheClockSays() {
    var state = training().stoppingBy(NOON.plusSeconds(30), Duration.ofSeconds(30));
    assertThat(state.graceLeft(NOON.plusSeconds(20))).hasSeconds(10);
    assertThat(state.graceLeft(NOON.plusSeconds(31))).isZero();
    assertThat(state.graceLeft(NOON.minusSeconds(3_600))).hasSeconds(30);
    assertThat(training().graceLeft(NOON)).isZero();
  }

  @Test
  void countsRelaunchesUntilATrainerSpeaks() throws Exception {
    var json = new LenientJson();
    var state = training().relaunchedUnheard().launching().relaunchedUnheard();
    assertThat(state.relaunches()).isEqualTo(2);
    assertThat(json.read(json.write(state), RunState.class)).isEqualTo(state);
    assertThat(state.with(point(10, null)).relaunching(1).relaunches()).isEqualTo(2);
    assertThat(state.heard().relaunches()).isZero();
    assertThat(state.heard().trainer()).isEqualTo(state.trainer());
  }

  @Test
  void aStageThatWasReachedStaysReachedOverLaunches() {
    var state = training().with(report(4, LaunchStage.DATASET_DOWNLOADED)).launching();
    var again = state.relaunching(1).launching().with(report(5, LaunchStage.STORAGE_PREPARED));
    assertThat(again.hasReached(LaunchStage.DATASET_DOWNLOADED)).isTrue();
    assertThat(again.hasReached(LaunchStage.DATASET_UNPACKED)).isFalse();
    assertThat(again.launches()).isEqualTo(2);
    assertThat(again.resumes()).isEqualTo(1);
    assertThat(again.trainer()).isEqualTo(new TrainerState(2, 0, null));
  }

  private static RunReport report(long sequence, LaunchStage stage) {
    return new RunReport(
        PROCESS, PROCESS, 1, sequence, RunPhase.TRAINING, stage, null, NOON, null, null);
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
