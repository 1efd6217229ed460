package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static dev.trainyard.agent.harness.AgentUnderTest.isAlive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import org.junit.jupiter.api.Test;

/** What is asked of an agent: starts, stops, repetitions, newer attempts and nonsense. */
class CommandIT extends RunningAgentIT {
  @Test
  void stopsTheTrainerOnRequest() {
    var command = agent.sendStart(FakeTrainer.ENDLESS);
    agent.awaitPhase(command, RunPhase.TRAINING);
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(agent.broker().reports(command.processId(), 1))
        .extracting(RunReport::phase)
        .contains(RunPhase.STOPPING);
  }

  @Test
  void killsATrainerThatDoesNotStop() {
    var command = agent.sendStart(FakeTrainer.STUBBORN);
    agent.awaitPhase(command, RunPhase.TRAINING);
    agent.sendStop(command.processId(), 1, 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(isAlive(agent.trainerPid(command))).isFalse();
  }

  @Test
  void killsTheWholeGroupOfATrainerThatDoesNotStop() {
    var command = agent.sendStart(FakeTrainer.FORKING);
    agent.awaitPhase(command, RunPhase.TRAINING);
    var child = agent.logged(command, "child ", 1).get(0);
    assertThat(isAlive(child)).isTrue();
    agent.sendStop(command.processId(), 1, 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(isAlive(agent.trainerPid(command))).isFalse();
    await().atMost(LIMIT).until(() -> !isAlive(child));
  }

  @Test
  void stopsWhileTheDatasetIsOnItsWay() {
    agent.platform().hangStorage(true);
    try {
      var command = agent.commands().withDigest("0".repeat(64), FakeTrainer.QUICK);
      var before = agent.platform().downloads();
      agent.sendStart(command);
      await().atMost(LIMIT).until(() -> agent.platform().downloads() > before);
      agent.sendStop(command.processId(), 1);
      assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    } finally {
      agent.platform().hangStorage(false);
    }
  }

  @Test
  void startsAnAttemptOnlyOnce() {
    var command = agent.sendStart(FakeTrainer.QUICK);
    agent.ending(command);
    agent.sendStart(command);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                agent.broker().reports(command.processId(), 1).stream()
                        .filter(report -> report.phase() == RunPhase.SUCCEEDED)
                        .count()
                    == 2);
    assertThat(
            agent.platform().announcedModels().stream()
                .filter(
                    body -> body.get("processId").asText().equals(command.processId().toString())))
        .hasSize(1);
  }

  @Test
  void answersAStopForARunItDoesNotHaveAndRefusesItLater() {
    var command = agent.commands().first(FakeTrainer.QUICK);
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    agent.sendStart(command);
    await().atMost(LIMIT).until(() -> agent.broker().reports(command.processId(), 1).size() == 2);
    assertThat(agent.broker().reports(command.processId(), 1))
        .extracting(RunReport::phase)
        .containsOnly(RunPhase.STOPPED);
  }

  @Test
  void aNewerAttemptTakesTheOldOnesPlace() {
    var first = agent.sendStart(FakeTrainer.ENDLESS);
    agent.awaitPhase(first, RunPhase.TRAINING);
    var second = agent.sendStart(agent.commands().attempt(first.processId(), 2, FakeTrainer.QUICK));
    assertThat(agent.ending(second).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.ending(first).phase()).isEqualTo(RunPhase.STOPPED);
    agent.sendStart(first);
    agent.sendStop(first.processId(), 1);
    await()
        .atMost(LIMIT)
        .until(() -> agent.lastHeartbeat().run().report().phase() == RunPhase.SUCCEEDED);
    assertThat(agent.lastHeartbeat().run().report().attempt()).isEqualTo(2);
  }

  @Test
  void goesOnAfterACommandThatCannotBeRead() {
    agent.broker().garbage(agent.machineId());
    assertThat(agent.ending(agent.sendStart(FakeTrainer.QUICK)).phase())
        .isEqualTo(RunPhase.SUCCEEDED);
    await().atMost(LIMIT).until(() -> !agent.broker().deadLetters().isEmpty());
    var letter = agent.broker().deadLetters().get(0);
    assertThat(letter.topic()).isEqualTo(Topics.deadLetterOf(Topics.PROCESS_COMMANDS));
    assertThat(letter.headers().lastHeader("dead-letter-reason")).isNotNull();
  }
}
