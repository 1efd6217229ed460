package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainers that live and do nothing. */
class HungTrainerIT {
  private static final int STALL_SECONDS = 10;

  @TempDir static Path directory;
  private static AgentUnderTest agent;

  @BeforeAll
  static void start() {
    agent = new AgentUnderTest(directory);
    agent.process().with("trainyard.agent.trainer-stall-timeout", STALL_SECONDS + "s");
    agent.start();
  }

  @AfterAll
  static void end() {
    agent.close();
  }

  @Test
  void startsAHungTrainerAgainFromItsCheckpoint() {
    var command = agent.sendStart(FakeTrainer.HANGING_ONCE);
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.trainerPids(command, 2))
        .hasSize(2)
        .allSatisfy(pid -> assertThat(AgentUnderTest.isAlive(pid)).isFalse());
    assertThat(agent.broker().reports(command.processId(), 1))
        .extracting(RunReport::message)
        .contains(
            "The trainer showed no sign of life for %d s and was killed; it goes on from its last checkpoint, 1 of 3."
                .formatted(STALL_SECONDS));
  }

  @Test
  void saysThatATrainerHungWhenTheUserWantsNoResumption() {
    var command = agent.sendStart(agent.commands().unresumed(FakeTrainer.HANGING));
    var ending = agent.ending(command);
    assertThat(ending.failure().cause()).isEqualTo(FailureCause.TRAINER_CRASHED);
    assertThat(ending.failure().message())
        .startsWith("The trainer hung")
        .contains("no sign of life for " + STALL_SECONDS + " s", "start the process again");
  }

  @Test
  void leavesATrainerThatSaysNothingButThatItIsAlive() throws Exception {
    var command = agent.sendStart(FakeTrainer.QUIET);
    var trainer = agent.trainerPid(command);
    var messages = agent.run(command).resolve("trainer-1-1/messages");
    // Ten a second: longer than it may be silent.
    await()
        .atMost(LIMIT)
        .until(() -> Files.readAllLines(messages).size() > 10 * (STALL_SECONDS + 3));
    Files.createFile(agent.run(command).resolve("work/finish"));
    assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.trainerPids(command, 1)).containsExactly(trainer);
    assertThat(agent.broker().log(command.processId())).noneMatch(line -> line.contains("alive"));
  }
}
