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
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StopTraining;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is away when the agent starts, and again in the middle of a run. */
class KafkaOutageIT {
  private static final UUID MACHINE = UUID.randomUUID();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  @SuppressWarnings("try") // The broker runs for as long as the block does.
  void theRunGoesOnAndNothingOfItIsLost() throws Exception {
    var placement = Placement.kept(directory.resolve("kafka")).onPort(freePort(), "port");
    var address = "127.0.0.1:" + placement.port();
    try (var platform = new FakePlatform();
        var agent =
            new AgentProcess(MACHINE, directory.resolve("agent"), platform.address(), address)
                .start()) {
      assertThat(agent.view().has("run")).isFalse();
      var command = new StartCommands(MACHINE, platform.datasetDigest()).first(FakeTrainer.ENDLESS);
      var processId = command.processId();
      try (var kafka = KafkaServer.start(KafkaServer.Options.of(placement));
          var broker = new Broker(address)) {
        await().atMost(LIMIT).until(() -> !broker.heartbeats().isEmpty());
        await()
            .atMost(LIMIT)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> {
                  broker.command(MACHINE, EventType.COMMAND_START, command);
                  return !broker.metrics(processId).isEmpty();
                });
      }

      var atOutage = agent.view().get("run").get("iteration").asInt();
      await()
          .atMost(LIMIT)
          .until(() -> agent.view().get("run").get("iteration").asInt() > atOutage + 20);

      try (var kafka = KafkaServer.start(KafkaServer.Options.of(placement));
          var broker = new Broker(address)) {
        await()
            .atMost(LIMIT)
            .pollInterval(Duration.ofSeconds(1))
            .until(
                () -> {
                  broker.command(
                      MACHINE, EventType.COMMAND_STOP, new StopTraining(processId, 1, MACHINE, 30));
                  return broker.ending(processId, 1).isPresent();
                });
        assertThat(broker.ending(processId, 1)).map(RunReport::phase).contains(RunPhase.STOPPED);
        var count = agent.view().get("run").get("iteration").asLong();
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(
                            broker.metrics(processId).stream()
                                .map(MetricsReported::sequence)
                                .distinct())
                        .containsAll(LongStream.rangeClosed(1, count).boxed().toList()));
      }
    }
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
