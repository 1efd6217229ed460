package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.process.RunPhase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is kept clean while the agent runs. */
class OldRunsIT {
  @TempDir Path directory;

  @Test
  void removesTheRunBeforeWhenARunHasEnded() {
    try (var agent = new AgentUnderTest(directory)) {
      agent.process().with("trainyard.agent.runs-kept", 1);
      agent.start();
      var first = agent.sendStart(FakeTrainer.QUICK);
      agent.ending(first);
      var second = agent.sendStart(FakeTrainer.ENDLESS);
      agent.awaitPhase(second, RunPhase.TRAINING);
      assertThat(agent.run(first)).exists();

      agent.sendStop(second.processId(), second.attempt());
      agent.ending(second);
      await().atMost(LIMIT).until(() -> Files.notExists(agent.run(first)));
      assertThat(agent.run(second)).exists();
    }
  }
}
