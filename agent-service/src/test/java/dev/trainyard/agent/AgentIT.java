package dev.trainyard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentProcess;
import dev.trainyard.agent.harness.Broker;
import dev.trainyard.agent.harness.FakePlatform;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.agent.harness.StartCommands;
import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged agent with a real broker, a platform of fakes and a trainer that trains nothing. */
class AgentIT {
  private static final UUID MACHINE = UUID.randomUUID();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir static Path directory;
  private static KafkaServer kafka;
  private static FakePlatform platform;
  private static Broker broker;
  private static AgentProcess agent;
  private static StartCommands commands;

  @BeforeAll
  static void start() {
    kafka = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()));
    platform = new FakePlatform();
    commands = new StartCommands(MACHINE, platform.datasetDigest());
    broker = new Broker(kafka.bootstrapServers());
    agent =
        new AgentProcess(MACHINE, directory, platform.address(), kafka.bootstrapServers()).start();
    await().atMost(LIMIT).until(() -> !broker.heartbeats().isEmpty());
    awaitCommandsAreRead();
  }

  @AfterAll
  static void end() {
    agent.close();
    broker.close();
    platform.close();
    kafka.close();
  }

  @Test
  void registersItselfAndTellsWhatTheMachineIs() throws Exception {
    await()
        .atMost(LIMIT)
        .until(() -> agent.view().get("registration").asText().equals("REGISTERED"));
    assertThat(platform.registeredMachines().get(MACHINE.toString()).get("name").asText())
        .isEqualTo("machine-under-test");
    var heartbeat = lastHeartbeat();
    assertThat(heartbeat.machineId()).isEqualTo(MACHINE);
    assertThat(heartbeat.agentVersion()).isNotBlank();
    assertThat(heartbeat.hardware().cpuCores()).isPositive();
    assertThat(heartbeat.hardware().memoryBytes()).isGreaterThan(1L << 30);
    assertThat(heartbeat.hardware().operatingSystem()).isNotBlank();
    assertThat(heartbeat.load().cpuFraction()).isBetween(0.0, 1.0);
    assertThat(heartbeat.load().freeDiskBytes()).isPositive();
    assertThat(heartbeat.load().memoryUsedBytes())
        .isPositive()
        .isLessThan(heartbeat.hardware().memoryBytes());
    assertThat(agent.view().get("machineId").asText()).isEqualTo(MACHINE.toString());
  }

  @Test
  void carriesARunFromTheCommandToTheModelInTheRegistry() {
    var command = start(FakeTrainer.QUICK);
    var ending = ending(command);

    assertThat(ending.phase()).isEqualTo(RunPhase.SUCCEEDED);
    var reports = broker.reports(command.processId(), 1);
    assertThat(reports).extracting(RunReport::sequence).isSorted().doesNotHaveDuplicates();
    assertThat(reports.stream().map(RunReport::stage).filter(Objects::nonNull))
        .containsExactly(LaunchStage.values());
    assertThat(reports.stream().map(RunReport::phase).distinct())
        .containsExactly(
            RunPhase.LAUNCHING, RunPhase.TRAINING, RunPhase.UPLOADING, RunPhase.SUCCEEDED);
    assertThat(reports).extracting(RunReport::message).contains("No GPU: training on the CPU.");
    await().atMost(LIMIT).until(() -> broker.metrics(command.processId()).size() == 3);
    assertThat(broker.metrics(command.processId()))
        .extracting(MetricsReported::sequence)
        .containsExactly(1L, 2L, 3L);
    assertThat(platform.uploads().get(ending.modelId().toString()))
        .isEqualTo("a model".getBytes(StandardCharsets.UTF_8));
    var announced =
        platform.announcedModels().stream()
            .filter(body -> body.get("processId").asText().equals(command.processId().toString()))
            .findFirst()
            .orElseThrow();
    assertThat(announced.get("name").asText()).isEqualTo(command.name());
    assertThat(announced.get("metrics").get("averagePrecision").asDouble()).isEqualTo(0.9);
    assertThat(directory.resolve("runs/" + command.processId() + "/work")).doesNotExist();
  }

  @Test
  void relaysTheLogAndKeepsSecretsFromTheTrainer() {
    var command = start(FakeTrainer.QUICK);
    ending(command);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(broker.log(command.processId()))
                    .contains(
                        "dataset true",
                        "base model as told true",
                        "a library prints where only messages belong"));
    assertThat(broker.log(command.processId()))
        .filteredOn(line -> line.startsWith("environment "))
        .singleElement()
        .asString()
        .contains("PATH")
        .doesNotContain("SOME_SECRET");
  }

  @Test
  void heartbeatShowsTheRunAndItsProgress() {
    var command = start(FakeTrainer.ENDLESS);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              var run = lastHeartbeat().run();
              assertThat(run.report().processId()).isEqualTo(command.processId());
              assertThat(run.report().phase()).isEqualTo(RunPhase.TRAINING);
              assertThat(run.iteration()).isGreaterThan(3);
              assertThat(run.iterations()).isEqualTo(1_000);
              assertThat(run.remainingSeconds()).isBetween(50.0, 60.0);
              assertThat(run.latest().trainLoss()).isEqualTo(1.5);
              assertThat(run.latestEvaluation().averagePrecision()).isEqualTo(0.9);
            });
    sendStop(command.processId(), 1);
    assertThat(ending(command).phase()).isEqualTo(RunPhase.STOPPED);
  }

  @Test
  void stopsTheTrainerOnRequest() {
    var command = start(FakeTrainer.ENDLESS);
    awaitPhase(command, RunPhase.TRAINING);
    sendStop(command.processId(), 1);
    assertThat(ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(broker.reports(command.processId(), 1))
        .extracting(RunReport::phase)
        .contains(RunPhase.STOPPING);
  }

  @Test
  void killsATrainerThatDoesNotStop() {
    var command = start(FakeTrainer.STUBBORN);
    awaitPhase(command, RunPhase.TRAINING);
    broker.command(
        MACHINE, EventType.COMMAND_STOP, new StopTraining(command.processId(), 1, MACHINE, 1));
    assertThat(ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(isAlive(trainerPid(command))).isFalse();
  }

  @Test
  void stopsWhileTheDatasetIsOnItsWay() {
    platform.hangStorage(true);
    try {
      var command = commands.withDigest("0".repeat(64), FakeTrainer.QUICK);
      var before = platform.downloads();
      broker.command(MACHINE, EventType.COMMAND_START, command);
      await().atMost(LIMIT).until(() -> platform.downloads() > before);
      sendStop(command.processId(), 1);
      assertThat(ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    } finally {
      platform.hangStorage(false);
    }
  }

  @Test
  void startsAnAttemptOnlyOnce() {
    var command = start(FakeTrainer.QUICK);
    ending(command);
    broker.command(MACHINE, EventType.COMMAND_START, command);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                broker.reports(command.processId(), 1).stream()
                        .filter(report -> report.phase() == RunPhase.SUCCEEDED)
                        .count()
                    == 2);
    assertThat(
            platform.announcedModels().stream()
                .filter(
                    body -> body.get("processId").asText().equals(command.processId().toString())))
        .hasSize(1);
  }

  @Test
  void answersAStopForARunItDoesNotHaveAndRefusesItLater() {
    var command = commands.first(FakeTrainer.QUICK);
    sendStop(command.processId(), 1);
    assertThat(ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    broker.command(MACHINE, EventType.COMMAND_START, command);
    await().atMost(LIMIT).until(() -> broker.reports(command.processId(), 1).size() == 2);
    assertThat(broker.reports(command.processId(), 1))
        .extracting(RunReport::phase)
        .containsOnly(RunPhase.STOPPED);
  }

  @Test
  void aNewerAttemptTakesTheOldOnesPlace() {
    var first = start(FakeTrainer.ENDLESS);
    awaitPhase(first, RunPhase.TRAINING);
    var second = commands.attempt(first.processId(), 2, FakeTrainer.QUICK);
    broker.command(MACHINE, EventType.COMMAND_START, second);
    assertThat(ending(second).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(ending(first).phase()).isEqualTo(RunPhase.STOPPED);
    broker.command(MACHINE, EventType.COMMAND_START, first);
    sendStop(first.processId(), 1);
    await().atMost(LIMIT).until(() -> lastHeartbeat().run().report().phase() == RunPhase.SUCCEEDED);
    assertThat(lastHeartbeat().run().report().attempt()).isEqualTo(2);
  }

  @Test
  void reportsACrashWithTheEndOfTheLog() {
    var ending = ending(start(FakeTrainer.CRASHING));
    assertThat(ending.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(ending.stage()).isNull();
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.TRAINER_CRASHED);
    assertThat(ending.failure().message()).contains("exit code 3");
    assertThat(ending.failure().logTail()).hasSize(50).last().isEqualTo("stack line 60");
  }

  @Test
  void passesTheTrainersOwnFailureOn() {
    var ending = ending(start(FakeTrainer.FAILING));
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.DIVERGED);
    assertThat(ending.failure().message()).contains("Lower the learning rate");
    assertThat(ending.failure().logTail()).contains("at iteration 3");
    assertThat(ending.stage()).isEqualTo(LaunchStage.RUN_STARTED);
  }

  @Test
  void refusesADatasetOfAnotherDigest() {
    var command = commands.withDigest("f".repeat(64), FakeTrainer.QUICK);
    broker.command(MACHINE, EventType.COMMAND_START, command);
    var ending = ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.DATASET_ERROR);
    assertThat(ending.stage()).isEqualTo(LaunchStage.DATASET_DOWNLOADED);
    assertThat(directory.resolve("datasets/" + "f".repeat(64))).doesNotExist();
  }

  @Test
  void failsOnABaseModelThatTheRegistryDoesNotHave() {
    var command = commands.withBaseModel("base-unknown");
    broker.command(MACHINE, EventType.COMMAND_START, command);
    var ending = ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(ending.failure().message()).contains("base-unknown");
    assertThat(ending.stage()).isEqualTo(LaunchStage.BASE_MODEL_DOWNLOADED);
  }

  @Test
  void refusesABaseModelThatIsNotTheRegistrys() {
    var command = commands.withBaseModel("base-falsified");
    broker.command(MACHINE, EventType.COMMAND_START, command);
    var ending = ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(ending.failure().message())
        .contains("base-falsified", "0".repeat(64), "Check the object storage");
    assertThat(ending.stage()).isEqualTo(LaunchStage.BASE_MODEL_DOWNLOADED);
    assertThat(directory.resolve("base-models/" + "0".repeat(64) + ".zip")).doesNotExist();
  }

  @Test
  void refusesABaseModelThatIsNone() {
    var command = commands.withBaseModel("base-broken");
    broker.command(MACHINE, EventType.COMMAND_START, command);
    var ending = ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.BASE_MODEL_ERROR);
    assertThat(ending.failure().message()).contains("base-broken", "not a zip file");
    assertThat(ending.stage()).isEqualTo(LaunchStage.BASE_MODEL_UNPACKED);
  }

  @Test
  void keepsTheBaseModelForTheNextRun() {
    ending(start(FakeTrainer.QUICK));
    var before = platform.baseModelDownloads();
    assertThat(before).isPositive();
    assertThat(ending(start(FakeTrainer.QUICK)).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(platform.baseModelDownloads()).isEqualTo(before);
  }

  @Test
  void goesOnWhenTheRegistryWasAway() {
    platform.refuseNext(2);
    assertThat(ending(start(FakeTrainer.QUICK)).phase()).isEqualTo(RunPhase.SUCCEEDED);
  }

  @Test
  void goesOnAfterACommandThatCannotBeRead() {
    broker.garbage(MACHINE);
    assertThat(ending(start(FakeTrainer.QUICK)).phase()).isEqualTo(RunPhase.SUCCEEDED);
    await().atMost(LIMIT).until(() -> !broker.deadLetters().isEmpty());
    var letter = broker.deadLetters().get(0);
    assertThat(letter.topic()).isEqualTo(Topics.deadLetterOf(Topics.PROCESS_COMMANDS));
    assertThat(letter.headers().lastHeader("dead-letter-reason")).isNotNull();
  }

  @Test
  void tellsTheLastReportAgainAfterARestart() {
    var command = start(FakeTrainer.QUICK);
    var ending = ending(command);
    agent.close();
    var before = broker.heartbeats().size();
    agent.start();
    await().atMost(LIMIT).until(() -> broker.heartbeats().size() > before);
    assertThat(broker.heartbeats().get(before).run().report()).isEqualTo(ending);
    awaitCommandsAreRead();
  }

  @Test
  void endsARunThatWasLostWithTheAgent() throws Exception {
    var command = start(FakeTrainer.STUBBORN);
    awaitPhase(command, RunPhase.TRAINING);
    var trainer = trainerPid(command);
    agent.kill();
    assertThat(isAlive(trainer)).isTrue();
    agent.start();
    var ending = ending(command);
    assertThat(ending.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.AGENT_RESTARTED);
    assertThat(ending.failure().logTail()).isNotEmpty();
    await().atMost(LIMIT).until(() -> !isAlive(trainer));
    awaitCommandsAreRead();
  }

  private static StartTraining start(String behaviour) {
    var command = commands.first(behaviour);
    broker.command(MACHINE, EventType.COMMAND_START, command);
    return command;
  }

  private static void sendStop(UUID processId, int attempt) {
    broker.command(
        MACHINE, EventType.COMMAND_STOP, new StopTraining(processId, attempt, MACHINE, 30));
  }

  /** A restarted agent reads from the end: what is sent before it is there is lost on purpose. */
  private static void awaitCommandsAreRead() {
    var probe = UUID.randomUUID();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              sendStop(probe, 1);
              return broker.ending(probe, 1).isPresent();
            });
  }

  private static RunReport ending(StartTraining command) {
    await()
        .alias("end of " + command.name())
        .atMost(LIMIT)
        .until(() -> broker.ending(command.processId(), command.attempt()).isPresent());
    return broker.ending(command.processId(), command.attempt()).orElseThrow();
  }

  private static void awaitPhase(StartTraining command, RunPhase phase) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                broker.reports(command.processId(), command.attempt()).stream()
                    .anyMatch(report -> report.phase() == phase));
  }

  private static Heartbeat lastHeartbeat() {
    List<Heartbeat> all = broker.heartbeats();
    return all.get(all.size() - 1);
  }

  private static long trainerPid(StartTraining command) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                broker.log(command.processId()).stream().anyMatch(line -> line.startsWith("pid ")));
    return broker.log(command.processId()).stream()
        .filter(line -> line.startsWith("pid "))
        .mapToLong(line -> Long.parseLong(line.substring(4)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
