package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent and its run, from the registration to the last report, with what it tells on the way.
 */
class AgentIT extends RunningAgentIT {
  @Test
  void enrolsWithItsCodeAndTellsWhatTheMachineIs() throws Exception {
    await()
        .atMost(LIMIT)
        .until(() -> agent.process().view().get("registration").asText().equals("REGISTERED"));
    assertThat(agent.platform().enrolment().knows(agent.machineId())).isTrue();
    assertThat(Files.getPosixFilePermissions(agent.dataDirectory().resolve("agent.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    var heartbeat = agent.lastHeartbeat();
    assertThat(heartbeat.machineId()).isEqualTo(agent.machineId());
    assertThat(heartbeat.agentVersion()).isNotBlank();
    assertThat(heartbeat.hardware().cpuCores()).isPositive();
    assertThat(heartbeat.hardware().memoryBytes()).isGreaterThan(1L << 30);
    assertThat(heartbeat.hardware().operatingSystem()).isNotBlank();
    assertThat(heartbeat.load().cpuFraction()).isBetween(0.0, 1.0);
    assertThat(heartbeat.load().freeDiskBytes()).isPositive();
    assertThat(heartbeat.load().memoryUsedBytes())
        .isPositive()
        .isLessThan(heartbeat.hardware().memoryBytes());
    assertThat(agent.process().view().get("machineId").asText())
        .isEqualTo(agent.machineId().toString());
  }

  @Test
  void carriesARunFromTheCommandToTheModelInTheRegistry() {
    var command = agent.sendStart(FakeTrainer.QUICK);
    var ending = agent.ending(command);

    assertThat(ending.phase()).isEqualTo(RunPhase.SUCCEEDED);
    var reports = agent.broker().reports(command.processId(), 1);
    assertThat(reports).extracting(RunReport::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(reports.stream().map(RunReport::stage).filter(Objects::nonNull))
        .containsExactly(LaunchStage.values());
    assertThat(reports.stream().map(RunReport::phase).distinct())
        .containsExactly(
            RunPhase.LAUNCHING, RunPhase.TRAINING, RunPhase.UPLOADING, RunPhase.SUCCEEDED);
    assertThat(reports).extracting(RunReport::message).contains("No GPU: training on the CPU.");
    await().atMost(LIMIT).until(() -> agent.broker().metrics(command.processId()).size() == 3);
    assertThat(agent.broker().metrics(command.processId()))
        .extracting(MetricsReported::sequence)
        .containsExactly(1L, 2L, 3L);
    assertThat(agent.platform().uploads().get(ending.modelId().toString()))
        .isEqualTo("a model".getBytes(StandardCharsets.UTF_8));
    var announced =
        agent.platform().announcedModels().stream()
            .filter(body -> body.get("processId").asText().equals(command.processId().toString()))
            .findFirst()
            .orElseThrow();
    assertThat(announced.get("name").asText()).isEqualTo(command.name());
    assertThat(announced.get("metrics").get("averagePrecision").asDouble()).isEqualTo(0.9);
    assertThat(agent.dataDirectory().resolve("runs/" + command.processId() + "/work"))
        .doesNotExist();
  }

  @Test
  void succeedsWithAModelThatTheGateRejectedAlsoWhenTheAnswerWasLost() {
    agent.platform().rejectNextAndLoseTheAnswer();
    var command = agent.sendStart(FakeTrainer.QUICK);

    var ending = agent.ending(command);

    assertThat(ending.phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.platform().uploads()).containsKey(ending.modelId().toString());
    assertThat(agent.platform().announcedModels())
        .filteredOn(body -> body.get("processId").asText().equals(command.processId().toString()))
        .hasSize(2);
  }

  @Test
  void relaysTheLogAndKeepsSecretsFromTheTrainer() {
    var command = agent.sendStart(FakeTrainer.QUICK);
    agent.ending(command);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(agent.broker().log(command.processId()))
                    .contains(
                        "dataset true",
                        "template revision 7",
                        "base model as told true",
                        "a library prints where only messages belong"));
    assertThat(agent.broker().log(command.processId()))
        .filteredOn(line -> line.startsWith("environment "))
        .singleElement()
        .asString()
        .contains("PATH")
        .doesNotContain("SOME_SECRET");
  }

  @Test
  void leavesNothingOnTheDiskThatOthersCanRead() throws IOException {
    agent.ending(agent.sendStart(FakeTrainer.QUICK));

    try (var all = Files.walk(agent.dataDirectory())) {
      for (var path : all.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
            .as(path.toString())
            .endsWith("------");
      }
    }
  }

  @Test
  void heartbeatShowsTheRunAndItsProgress() {
    var command = agent.sendStart(FakeTrainer.ENDLESS);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var run = agent.lastHeartbeat().run();
              assertThat(run).isNotNull();
              assertThat(run.report().processId()).isEqualTo(command.processId());
              assertThat(run.report().phase()).isEqualTo(RunPhase.TRAINING);
              assertThat(run.iteration()).isGreaterThan(3);
              assertThat(run.iterations()).isEqualTo(1_000);
              assertThat(run.remainingSeconds()).isBetween(50.0, 62.0);
              assertThat(run.latest().trainLoss()).isEqualTo(1.5);
              assertThat(run.latestEvaluation().averagePrecision()).isEqualTo(0.9);
            });
    agent.sendStop(command.processId(), 1);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
  }

  @Test
  void reportsACrashWithTheEndOfTheLog() {
    var ending = agent.ending(agent.sendStart(agent.commands().unresumed(FakeTrainer.CRASHING)));
    assertThat(ending.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(ending.stage()).isNull();
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.TRAINER_CRASHED);
    assertThat(ending.failure().message()).contains("exit code 3");
    assertThat(ending.failure().logTail()).hasSize(50).contains("stack line 60");
  }

  @Test
  void takesNoLinkForAModelSinceItMayLeadToWhatTheTrainerMayNotRead() {
    var ending = agent.ending(agent.sendStart(FakeTrainer.LINKING));
    assertThat(ending.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(ending.failure().message()).contains("wrote no model archive");
  }

  @Test
  void passesTheTrainersOwnFailureOn() {
    var ending = agent.ending(agent.sendStart(FakeTrainer.FAILING));
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.DIVERGED);
    assertThat(ending.failure().message()).contains("Lower the learning rate");
    assertThat(ending.failure().logTail()).contains("at iteration 3");
    assertThat(ending.stage()).isEqualTo(LaunchStage.RUN_STARTED);
  }

  @Test
  void tellsTheLastReportAgainAfterARestart() {
    var command = agent.sendStart(FakeTrainer.QUICK);
    var ending = agent.ending(command);
    agent.process().close();
    var before = agent.broker().heartbeats().size();
    agent.process().start();
    await().atMost(LIMIT).until(() -> agent.broker().heartbeats().size() > before);
    assertThat(agent.broker().heartbeats().get(before).run().report()).isEqualTo(ending);
    agent.awaitCommandsAreRead();
  }

  @Test
  void doesNotStartWithASettingThatDoesNotExist(@TempDir Path other) throws Exception {
    var output = agent.another(other).with("trainyard.agent.hartbeat-interval", "2s").startInVain();
    assertThat(output)
        .contains("There are no settings trainyard.agent.hartbeat-interval.")
        .contains("docs/configuration.md")
        .doesNotContain("exit code 0");
  }
}
