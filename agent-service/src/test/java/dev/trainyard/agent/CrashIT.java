package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Trainers that die while their agent watches. */
class CrashIT extends RunningAgentIT {

  @Test
  void startsAKilledTrainerAgainFromItsCheckpoint() throws Exception {
    var command = agent.sendStart(FakeTrainer.ENDLESS);
    agent.awaitMetrics(command, 3);
    AgentUnderTest.kill(agent.trainerPid(command));
    var killedAt = System.nanoTime();
    var second = agent.trainerPids(command, 2).get(1);
    assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isLessThan(Duration.ofSeconds(30));
    assertThat(AgentUnderTest.isAlive(second)).isTrue();
    assertThat(Files.readString(agent.run(command).resolve("run.json")))
        .containsPattern("\"resume\"\\s*:\\s*true");
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);

    var reports = agent.broker().reports(command.processId(), 1);
    assertThat(reports)
        .filteredOn(report -> report.message() != null && report.message().contains("1 of 3"))
        .singleElement()
        .satisfies(
            report -> {
              assertThat(report.phase()).isEqualTo(RunPhase.TRAINING);
              assertThat(report.message())
                  .startsWith("The trainer was killed")
                  .contains("it goes on from its last checkpoint");
            });
    assertThat(reports).extracting(RunReport::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(reports.stream().map(RunReport::phase).distinct())
        .containsExactly(
            RunPhase.LAUNCHING, RunPhase.TRAINING, RunPhase.STOPPING, RunPhase.STOPPED);
    assertThat(reports.stream().map(RunReport::stage).filter(Objects::nonNull))
        .containsExactly(LaunchStage.values());
  }

  @Test
  void succeedsAfterACrash() {
    var ending = agent.ending(agent.sendStart(FakeTrainer.CRASHING_ONCE));
    assertThat(ending.phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void givesUpAfterThreeResumptions() {
    var command = agent.sendStart(FakeTrainer.CRASHING);
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> agent.broker().ending(command.processId(), 1).isPresent());
    var ending = agent.broker().ending(command.processId(), 1).orElseThrow();
    assertThat(ending.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.TRAINER_CRASHED);
    assertThat(ending.failure().logTail()).hasSize(50).contains("stack line 60");
    assertThat(agent.broker().reports(command.processId(), 1))
        .extracting(RunReport::message)
        .filteredOn(message -> message != null && message.contains(" of 3."))
        .containsExactly(notice(1), notice(2), notice(3));
    assertThat(agent.trainerPids(command, 4)).hasSize(4);
  }

  @Test
  void doesNotResumeWhatSaysItselfThatItFailed() {
    var command = agent.sendStart(FakeTrainer.FAILING);
    assertThat(agent.ending(command).failure().cause()).isEqualTo(FailureCause.DIVERGED);
    assertThat(agent.trainerPids(command, 1)).hasSize(1);
  }

  @Test
  void stopsWhileItWaitsToResume() {
    var command = agent.sendStart(FakeTrainer.CRASHING);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                agent.broker().reports(command.processId(), 1).stream()
                    .anyMatch(
                        report -> report.message() != null && report.message().contains("2 of 3")));
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
  }

  private static String notice(int number) {
    return "The trainer crashed with exit code 3; it goes on from its last checkpoint, %d of 3."
        .formatted(number);
  }
}
