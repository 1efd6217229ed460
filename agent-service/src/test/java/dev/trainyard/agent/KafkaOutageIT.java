package dev.trainyard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.AgentUnderTest;
import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away when the agent starts, and again in the middle of a run. */
class KafkaOutageIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void theRunGoesOnAndNothingOfItIsLost() throws Exception {
    try (var agent = new AgentUnderTest(directory)) {
      agent.process().start();
      assertThat(agent.process().view().has("run")).isFalse();
      var command = agent.commands().first(FakeTrainer.ENDLESS);
      var processId = command.processId();
      agent.startKafka();
      await().atMost(LIMIT).until(() -> !agent.broker().heartbeats().isEmpty());
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                agent.sendStart(command);
                return !agent.broker().metrics(processId).isEmpty();
              });

      agent.stopKafka();
      var atOutage = iteration(agent);
      await().atMost(LIMIT).until(() -> iteration(agent) > atOutage + 20);

      agent.startKafka();
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                agent.sendStop(processId, 1);
                return agent.broker().ending(processId, 1).isPresent();
              });
      assertThat(agent.broker().ending(processId, 1))
          .map(RunReport::phase)
          .contains(RunPhase.STOPPED);
      var count = iteration(agent);
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(
                          agent.broker().metrics(processId).stream()
                              .map(MetricsReported::sequence)
                              .distinct())
                      .containsAll(LongStream.rangeClosed(1, count).boxed().toList()));
    }
  }

  private static long iteration(AgentUnderTest agent) throws Exception {
    return agent.process().view().get("run").get("iteration").asLong();
  }
}
