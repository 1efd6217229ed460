package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static dev.trainyard.agent.harness.AgentUnderTest.isAlive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.kit.testing.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A trainer with a user of its own, which only root can give it. */
@EnabledOnOs(OS.LINUX)
class TrainerUserIT {
  private static final int USER = 64_322;

  @TempDir static Path directory;
  private static AgentUnderTest agent;
  private static Path otherRun;
  private static Path otherDataset;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root can do that");
    assumeTrue(Passage.isOpenTo(Path.of("target")), "other users do not get to the checkout");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    agent = new AgentUnderTest(directory);
    // As careless as an older agent may have left them.
    otherRun = open("runs", UUID.randomUUID().toString(), "work", "checkpoint");
    otherDataset = open("datasets", "1".repeat(64), "train", "a", "1.png");
    agent
        .process()
        .with("trainyard.agent.trainer.user", USER)
        .withVariable(FakeTrainer.SPIED, spied());
    agent.start();
  }

  @AfterAll
  static void end() {
    if (agent != null) {
      agent.close();
    }
  }

  @Test
  void readsWhatItsRunNeedsAndNothingElse() throws IOException {
    var command = agent.sendStart(FakeTrainer.SPYING);

    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> assertThat(agent.broker().log(command.processId())).contains("trained"));
    var log = agent.broker().log(command.processId());
    assertThat(log).contains("user " + USER, "dataset true", "base model as told true");
    assertThat(log).contains("read /etc/hostname");
    assertThat(log.stream().filter(line -> line.startsWith("read ")))
        .containsExactly("read /etc/hostname");
    assertThat(log.stream().filter(line -> line.startsWith("denied ")))
        .contains("denied parent", "denied " + otherRun, "denied " + otherDataset)
        .hasSize(spied().split(":").length);
    assertThat(log.stream().filter(line -> line.startsWith("home ")))
        .singleElement()
        .asString()
        .contains(command.processId().toString());
    assertThat(Files.readString(agent.run(command).resolve("run.json")))
        .doesNotContain("http:", "SOME_SECRET");
    requireNobodyElseReads(agent.run(command));
  }

  @Test
  void isEndedWithAllThatItHasStartedAlsoOutsideOfItsGroup() {
    var command = agent.sendStart(FakeTrainer.ESCAPING);
    var child = agent.logged(command, "child ", 1).get(0);
    assertThat(isAlive(child)).isTrue();

    agent.sendStop(command.processId(), 1, 1);

    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.STOPPED);
    assertThat(isAlive(agent.trainerPid(command))).isFalse();
    await().atMost(LIMIT).until(() -> !isAlive(child));
  }

  @Test
  void isFoundAgainByTheNextAgentAndDelivers() throws Exception {
    var command = agent.sendStart(FakeTrainer.WAITING);
    var trainer = agent.trainerPid(command);
    agent.process().kill();
    assertThat(isAlive(trainer)).isTrue();

    agent.process().start();
    var before = agent.broker().metrics(command.processId()).size();
    agent.awaitMetrics(command, before + 3);
    Files.createFile(agent.run(command).resolve("work/finish"));

    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.trainerPids(command, 1)).containsExactly(trainer);
    agent.awaitCommandsAreRead();
  }

  private static Path open(String... names) throws IOException {
    var file = Path.of(agent.dataDirectory().toString(), names);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "of another");
  }

  private static String spied() {
    var data = agent.dataDirectory();
    return Stream.of(
            Path.of("/etc/hostname"),
            data,
            data.resolve("agent.json"),
            data.resolve("runs"),
            otherRun,
            otherDataset,
            Path.of("/proc/%d/environ".formatted(ProcessHandle.current().pid())))
        .map(Path::toString)
        .reduce((one, other) -> one + ":" + other)
        .orElseThrow();
  }

  private static void requireNobodyElseReads(Path run) throws IOException {
    var others =
        EnumSet.of(
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE,
            PosixFilePermission.GROUP_WRITE);
    try (var all = Files.walk(run)) {
      for (var path : all.toList()) {
        assertThat(Files.getPosixFilePermissions(path))
            .as(path.toString())
            .doesNotContainAnyElementsOf(List.copyOf(others));
      }
    }
  }
}
