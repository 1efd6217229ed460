package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.RunPhase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the platform comes to know an agent, again and again. */
class EnrolmentIT {
  private static final Set<String> SIGNED =
      Set.of(Topics.PROCESS_REPORTS, Topics.MACHINE_HEARTBEATS);

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

  @Test
  void vouchesForAllThatItWrites() {
    try (var agent = new AgentUnderTest(directory)) {
      agent.start();
      var command = agent.sendStart(FakeTrainer.QUICK);
      assertThat(agent.ending(command).phase()).isEqualTo(RunPhase.SUCCEEDED);

      var keys = agent.platform().enrolment().keysOf(agent.machineId());
      var records = agent.broker().records();

      assertThat(records).extracting(ConsumerRecord::topic).contains(Topics.PROCESS_METRICS);
      assertThat(records).allMatch(record -> keys.wrote(record, record.value()));
      // Who looks only at signatures finds them on all that can change the life of a process.
      assertThat(records)
          .filteredOn(record -> SIGNED.contains(record.topic()))
          .isNotEmpty()
          .allMatch(keys::hasSigned);
      assertThat(records)
          .filteredOn(record -> record.topic().equals(Topics.PROCESS_METRICS))
          .noneMatch(keys::hasSigned);
    }
  }

  private static String registration(AgentUnderTest agent) throws Exception {
    return agent.process().view().get("registration").asText();
  }
}
