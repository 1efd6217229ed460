package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.process.RunPhase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the platform comes to know an agent, again and again. */
class EnrolmentIT {
  @TempDir Path directory;

  @Test
  void worksWithTheKeyItHasAfterARestartAndWithACodeThatComesLater() throws Exception {
    var codeFile = directory.resolve("agent.code");
    try (var agent = new AgentUnderTest(directory)) {
      agent.process().with("trainyard.agent.enrolment-code", "");
      agent.process().with("trainyard.agent.enrolment-code-file", codeFile);
      agent.start();
      await().atMost(LIMIT).until(() -> registration(agent).equals("NOT_REGISTERED"));

      Files.writeString(codeFile, AgentUnderTest.codeOf(agent.machineId()));
      await().atMost(LIMIT).until(() -> registration(agent).equals("REGISTERED"));
      assertThat(agent.platform().enrolment().knows(agent.machineId())).isTrue();

      agent.process().close();
      Files.writeString(codeFile, AgentUnderTest.codeOf(UUID.randomUUID()));
      agent.process().start();
      await().atMost(LIMIT).until(() -> registration(agent).equals("REGISTERED"));
    }
  }

  @Test
  void asksForTheNextTokenBeforeTheOneItHasIsOver() {
    try (var agent = new AgentUnderTest(directory)) {
      agent.platform().enrolment().lifetimeSeconds(1);
      agent.start();

      var command = agent.sendStart(FakeTrainer.QUICK);

      assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);
      assertThat(agent.platform().enrolment().tokens()).isGreaterThan(1);
    }
  }

  private static String registration(AgentUnderTest agent) throws Exception {
    return agent.process().view().get("registration").asText();
  }
}
