package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static dev.trainyard.agent.harness.AgentUnderTest.isAlive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The agent dies, or is ended, and comes back: to a trainer that lives, is done, or is dead. */
class RestartIT extends RunningAgentIT {

  @AfterEach
  void endWhatTheTestLeft() {
    agent.process().with("trainyard.agent.stop-trainer-on-exit", false);
    var run = agent.lastHeartbeat().run();
    if (run != null && !run.report().phase().isFinal()) {
      agent.sendStop(run.report().processId(), 1, 0);
    }
  }

  @Test
  void goesOnWithItsTrainerAfterAKillAndLosesNoMeasurement() throws Exception {
    var command = agent.sendStart(FakeTrainer.ENDLESS);
    var trainer = agent.trainerPid(command);
    agent.awaitMetrics(command, 5);
    for (int life = 0; life < 2; life++) {
      agent.process().kill();
      assertThat(isAlive(trainer)).isTrue();
      awaitMoreMessages(command);
      restart();
      var before = agent.broker().metrics(command.processId()).size();
      agent.awaitMetrics(command, before + 5);
    }
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);

    assertThat(agent.trainerPids(command, 1)).containsExactly(trainer);
    requireEachMeasurementOnce(command);
    var reports = new TreeMap<Long, RunReport>();
    for (var report : agent.broker().reports(command.processId(), 1)) {
      var earlier = reports.put(report.sequence(), report);
      assertThat(earlier == null || earlier.equals(report)).isTrue();
    }
    assertThat(reports.values().stream().map(RunReport::stage).filter(Objects::nonNull))
        .containsExactly(LaunchStage.values());
    assertThat(reports.values().stream().map(RunReport::message).filter(Objects::nonNull))
        .containsExactly("No GPU: training on the CPU.");
  }

  @Test
  void leavesItsTrainerWhenItIsEndedInOrder() throws Exception {
    var command = agent.sendStart(FakeTrainer.ENDLESS);
    var trainer = agent.trainerPid(command);
    agent.process().close();
    assertThat(isAlive(trainer)).isTrue();
    restart();
    var before = agent.broker().metrics(command.processId()).size();
    agent.awaitMetrics(command, before + 2);
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(agent.trainerPids(command, 1)).containsExactly(trainer);
    requireEachMeasurementOnce(command);
  }

  @Test
  void endsItsTrainerWithItselfWhenItIsToldToAndGoesOnLater() throws Exception {
    agent.process().close();
    agent.process().with("trainyard.agent.stop-trainer-on-exit", true);
    restart();
    var command = agent.sendStart(FakeTrainer.ENDLESS);
    var trainer = agent.trainerPid(command);
    agent.process().close();
    assertThat(isAlive(trainer)).isFalse();
    assertThat(agent.broker().ending(command.processId(), 1)).isEmpty();
    restart();
    agent.trainerPids(command, 2);
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
  }

  @Test
  void takesTheResultOfATrainerThatIsDoneMeanwhile() throws Exception {
    var command = agent.sendStart(FakeTrainer.WAITING);
    var trainer = agent.trainerPid(command);
    agent.process().kill();
    Files.createFile(agent.run(command).resolve("work/finish"));
    await().atMost(LIMIT).until(() -> !isAlive(trainer));
    restart();
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.trainerPids(command, 1)).containsExactly(trainer);
    requireEachMeasurementOnce(command);
  }

  @Test
  void goesOnWithAnUpload() throws Exception {
    var command = agent.sendStart(FakeTrainer.WAITING);
    agent.awaitPhase(command, RunPhase.TRAINING);
    agent.platform().refuseNext(1_000);
    try {
      Files.createFile(agent.run(command).resolve("work/finish"));
      agent.awaitPhase(command, RunPhase.UPLOADING);
      agent.process().kill();
    } finally {
      agent.platform().refuseNext(0);
    }
    restart();
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.trainerPids(command, 1)).hasSize(1);
  }

  @Test
  void beginsAgainWhatWasBeingPrepared() throws Exception {
    agent.platform().hangStorage(true);
    StartTraining command;
    try {
      command = agent.commands().withDigest("1".repeat(64), FakeTrainer.QUICK);
      var before = agent.platform().downloads();
      agent.sendStart(command);
      await().atMost(LIMIT).until(() -> agent.platform().downloads() > before);
      agent.process().kill();
    } finally {
      agent.platform().hangStorage(false);
    }
    restart();
    // The storage has another dataset than this one: that it is looked at shows that it went on.
    assertThat(agent.ending(command).failure().cause()).isEqualTo(FailureCause.DATASET_ERROR);
    assertThat(
            agent.broker().reports(command.processId(), 1).stream()
                .filter(report -> report.failure() == null)
                .filter(report -> report.stage() == LaunchStage.STORAGE_PREPARED)
                .map(RunReport::sequence)
                .distinct())
        .hasSize(1);
  }

  @Test
  void givesUpARunThatTakesItsAgentWithItEveryTime() throws Exception {
    agent.platform().hangStorage(true);
    try {
      var command = agent.commands().withDigest("2".repeat(64), FakeTrainer.QUICK);
      var before = agent.platform().downloads();
      agent.sendStart(command);
      await().atMost(LIMIT).until(() -> agent.platform().downloads() > before);
      agent.process().kill();
      setRelaunches(command, 0, 4);
      restart();
      await().atMost(LIMIT).until(() -> agent.platform().downloads() > before + 1);
      agent.process().kill();
      setRelaunches(command, 5, 5);
      restart();
      var ending = agent.ending(command);
      assertThat(ending.failure().cause()).isEqualTo(FailureCause.AGENT_RESTARTED);
      assertThat(ending.failure().message()).contains("ended 6 times in a row");
      assertThat(ending.stage()).isGreaterThan(LaunchStage.STORAGE_PREPARED);
    } finally {
      agent.platform().hangStorage(false);
    }
  }

  /** As if the agent had died so often while it launched the run. */
  private static void setRelaunches(StartTraining command, int from, int to) throws IOException {
    var file = agent.run(command).resolve("state.json");
    var state = Files.readString(file);
    assertThat(state).contains("\"relaunches\":" + from);
    Files.writeString(file, state.replace("\"relaunches\":" + from, "\"relaunches\":" + to));
  }

  @Test
  void resumesATrainerThatDiedMeanwhile() throws Exception {
    var command = agent.sendStart(FakeTrainer.CRASHING_ONCE);
    agent.awaitPhase(command, RunPhase.TRAINING);
    agent.process().kill();
    restart();
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.trainerPids(command, 2)).hasSize(2);
  }

  @Test
  void failsWhenItsTrainerDiedMeanwhileAndTheUserWantsNoResumption() throws Exception {
    var command = agent.sendStart(agent.commands().unresumed(FakeTrainer.ENDLESS));
    var trainer = agent.trainerPid(command);
    agent.process().kill();
    AgentUnderTest.kill(trainer);
    restart();
    var ending = agent.ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.AGENT_RESTARTED);
    assertThat(ending.failure().logTail()).isNotEmpty();
  }

  @Test
  void saysThatTheDiskIsFullWhenATrainerDiesWithoutAWord() throws Exception {
    var command = agent.sendStart(agent.commands().unresumed(FakeTrainer.ENDLESS));
    var trainer = agent.trainerPid(command);
    agent.process().close();
    agent.process().with("trainyard.agent.minimum-free-disk", "1000000G");
    try {
      restart();
      AgentUnderTest.kill(trainer);
      var failure = agent.ending(command).failure();
      assertThat(failure.cause()).isEqualTo(FailureCause.STORAGE_ERROR);
      assertThat(failure.message()).contains("MiB are free on the machine's disk");
      assertThat(failure.logTail()).isNotEmpty();
    } finally {
      agent.process().close();
      agent.process().with("trainyard.agent.minimum-free-disk", "1M");
      restart();
    }
  }

  @Test
  void goesOnWithAStopAndKillsWhenItsTimeIsOver() throws Exception {
    var command = agent.sendStart(FakeTrainer.STUBBORN);
    var trainer = agent.trainerPid(command);
    agent.awaitPhase(command, RunPhase.TRAINING);
    agent.sendStop(command.processId(), 1, 6);
    agent.awaitPhase(command, RunPhase.STOPPING);
    agent.process().kill();
    assertThat(isAlive(trainer)).isTrue();
    restart();
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(isAlive(trainer)).isFalse();
  }

  @Test
  void killsTheTrainerOfARunWhoseStateIsDamagedAndWorksOn() throws Exception {
    var command = agent.sendStart(FakeTrainer.STUBBORN);
    var trainer = agent.trainerPid(command);
    var before = UUID.fromString(agent.process().view().get("agentId").asText());
    agent.process().kill();
    Files.writeString(agent.run(command).resolve("state.json"), "{\"report\":{\"proc");
    Files.writeString(agent.dataDirectory().resolve("agent.json"), "");
    restart();
    await().atMost(LIMIT).until(() -> !isAlive(trainer));
    assertThat(agent.process().view().get("agentId").asText()).isNotEqualTo(before.toString());
    assertThat(agent.broker().ending(command.processId(), 1)).isEmpty();
    assertThat(agent.ending(agent.sendStart(FakeTrainer.QUICK)).phase())
        .isEqualTo(RunPhase.SUCCEEDED);
    var again = agent.commands().attempt(command.processId(), 1, FakeTrainer.QUICK);
    assertThat(agent.ending(agent.sendStart(again)).phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void endsARunWhoseCommandIsDamaged() throws Exception {
    var command = agent.sendStart(FakeTrainer.STUBBORN);
    var trainer = agent.trainerPid(command);
    agent.process().kill();
    Files.writeString(agent.run(command).resolve("command.json"), "nonsense");
    restart();
    assertThat(agent.ending(command).failure().cause()).isEqualTo(FailureCause.AGENT_RESTARTED);
    assertThat(isAlive(trainer)).isFalse();
  }

  @Test
  void keepsItsIdAndCountsItsLives() throws Exception {
    var before = agent.process().view();
    agent.process().kill();
    restart();
    var after = agent.process().view();
    assertThat(after.get("agentId")).isEqualTo(before.get("agentId"));
    assertThat(after.get("incarnation").asLong()).isGreaterThan(before.get("incarnation").asLong());
    await()
        .atMost(LIMIT)
        .until(() -> agent.lastHeartbeat().incarnation() == after.get("incarnation").asLong());
    assertThat(agent.lastHeartbeat().agentId()).hasToString(after.get("agentId").asText());
    assertThat(agent.lastHeartbeat().hostName()).isNotBlank();
  }

  private static void restart() {
    agent.process().start();
    agent.awaitCommandsAreRead();
  }

  /** Whatever was sent twice was sent under one sequence, and nothing is missing. */
  private static void requireEachMeasurementOnce(StartTraining command) {
    var iterations = new TreeMap<Long, Integer>();
    for (MetricsReported metrics : agent.broker().metrics(command.processId())) {
      var iteration = metrics.points().get(0).iteration();
      var earlier = iterations.put(metrics.sequence(), iteration);
      assertThat(earlier == null || earlier.equals(iteration)).isTrue();
    }
    assertThat(iterations)
        .allSatisfy((sequence, it) -> assertThat(it).isEqualTo(sequence.intValue()));
    assertThat(iterations.lastKey()).isEqualTo(iterations.size());
  }

  private static void awaitMoreMessages(StartTraining command) throws IOException {
    Path messages = agent.run(command).resolve("trainer-1-1/messages");
    var size = Files.size(messages);
    await().atMost(LIMIT).until(() -> Files.size(messages) > size + 500);
  }
}
