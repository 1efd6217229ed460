package dev.trainyard.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.KafkaConnection;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas of one service. The source of an event says which of the two has sent it. */
class OutboxRelayIT {
  private static final EventType TYPE = EventType.PROCESS_CREATED;
  @RegisterExtension static final OutboxServers servers = new OutboxServers();

  private OutboxRelay one;
  private OutboxRelay other;

  @BeforeAll
  static void createTopics() throws Exception {
    servers.createTopic(TYPE.topic(), Map.of());
  }

  @BeforeEach
  void startReplicas() throws Exception {
    one = relay("one");
    one.onStart(new StartupEvent());
    // It is the active one when it has sent something.
    assertThat(sendersOf(1)).containsExactly("one");
    other = relay("other");
    other.onStart(new StartupEvent());
  }

  @AfterEach
  void stopReplicas() throws InterruptedException {
    one.onStop("test");
    other.onStop("test");
  }

  @Test
  void onlyOneReplicaSends() throws Exception {
    assertThat(sendersOf(50)).containsExactly("one");
  }

  @Test
  void theOtherTakesOverWhenTheActiveOneStops() throws Exception {
    one.onStop("test");
    assertThat(sendersOf(20)).containsExactly("other");
  }

  @Test
  void aStopAmidEventsLosesAndDoublesNone() throws Exception {
    var key = UUID.randomUUID();
    for (var event = 0; event < 300; event++) {
      servers.write(TYPE, key);
      if (event == 150) {
        one.wake();
      }
    }
    one.onStop("test");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.idsIn("outbox").isEmpty());
    // One more, which comes last: had any been sent twice, there would be more before it.
    servers.write(TYPE, key);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.idsIn("outbox").isEmpty());
    var received = servers.received(TYPE.topic(), key, 301);
    assertThat(received).hasSize(301).extracting(event -> event.id()).doesNotHaveDuplicates();
  }

  @Test
  void aStopSendsWhatWasWrittenUntilThen() throws Exception {
    other.onStop("test");
    for (var event = 0; event < 25; event++) {
      servers.write(TYPE, UUID.randomUUID());
    }
    one.onStop("test");
    assertThat(servers.idsIn("outbox")).isEmpty();
  }

  @Test
  void oneOfThemGoesOnWhenTheActiveSessionEnds() throws Exception {
    servers.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted");
    assertThat(sendersOf(20)).hasSize(1);
    one.onStop("test");
    assertThat(sendersOf(20)).containsExactly("other");
  }

  @Test
  void theActiveOneDeletesRejectedEventsWhenItBegins() throws Exception {
    servers.reject(Duration.ofDays(91));
    var young = servers.reject(Duration.ofDays(89));
    one.onStop("test");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.idsIn("outbox_rejected").equals(List.of(young)));
    assertThat(sendersOf(20)).containsExactly("other");
  }

  /** Sends so many events and tells which replicas did so. */
  private static Set<String> sendersOf(int count) throws Exception {
    var key = UUID.randomUUID();
    for (var event = 0; event < count; event++) {
      servers.write(TYPE, key);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.idsIn("outbox").isEmpty());
    var senders = new HashSet<String>();
    for (var event : servers.received(TYPE.topic(), key, count)) {
      senders.add(event.source().replace("/trainyard/", ""));
    }
    return senders;
  }

  private static OutboxRelay relay(String name) {
    return new OutboxRelay(
        servers.dataSource(),
        new CloudEventCodec(name),
        new Settings(),
        Clock.systemUTC(),
        KafkaConnection.to(servers.bootstrapServers()),
        List.of());
  }

  private static final class Settings implements OutboxConfig {
    @Override
    public boolean enabled() {
      return true;
    }

    @Override
    public Duration pollInterval() {
      return Duration.ofMillis(100);
    }

    @Override
    public int batchSize() {
      return 10;
    }

    @Override
    public Optional<Duration> rejectedRetention() {
      return Optional.of(Duration.ofDays(90));
    }
  }
}
