package dev.trainyard.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A topic that takes no events is in nobody else's way. */
class OutboxHeldTopicIT {
  private static final int BATCH_SIZE = 20;
  private static final int MORE_THAN_A_BATCH = 50;
  private static final EventType MISSING = EventType.MODEL_CREATED;
  private static final EventType LEAVING = EventType.TEMPLATE_CREATED;
  private static final EventType NEVER_THERE = EventType.MACHINE_REGISTERED;
  private static final EventType SMALL = EventType.DATASET_READY;
  private static final EventType SOUND = EventType.PROCESS_CREATED;

  @RegisterExtension static final OutboxServers servers = new OutboxServers();

  private KafkaProducer<String, byte[]> producer;
  private OutboxDispatcher dispatcher;

  @BeforeAll
  static void createTopics() throws Exception {
    servers.createTopic(Topics.PROCESS_EVENTS, Map.of());
    servers.createTopic(Topics.DATASET_EVENTS, Map.of("max.message.bytes", "3000"));
  }

  @BeforeEach
  void open() throws SQLException {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                servers.bootstrapServers(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                3_000,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                5_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                12_000),
            new StringSerializer(),
            new ByteArraySerializer());
    dispatcher =
        new OutboxDispatcher(producer, new CloudEventCodec("test"), record -> {}, BATCH_SIZE);
  }

  @AfterEach
  void close() throws SQLException {
    dispatcher.close();
    producer.close(Duration.ZERO);
  }

  @Test
  void aMissingTopicHoldsUpNoOtherAndIsFoundWhenItComes() throws Exception {
    var waiting = UUID.randomUUID();
    var stuck = new ArrayList<String>();
    for (var count = 0; count < MORE_THAN_A_BATCH; count++) {
      stuck.add(servers.write(MISSING, waiting));
    }
    sendsSoundEvents(Duration.ofSeconds(20));
    // From now on nobody waits for it, neither while it is left alone nor while it is tried again.
    for (var round = 0; round < 8; round++) {
      sendsSoundEvents(Duration.ofSeconds(2));
    }
    assertThat(servers.idsIn("outbox")).isEqualTo(stuck);

    servers.createTopic(Topics.MODEL_EVENTS, Map.of());
    dispatchUntilAllIsSent();
    assertThat(servers.received(MISSING.topic(), waiting, stuck.size()))
        .extracting(ReceivedEvent::id)
        .isEqualTo(stuck);
  }

  @Test
  void aTopicThatGoesAwayHoldsUpNoOtherWhileTheProducerStillTriesToReachIt() throws Exception {
    servers.createTopic(LEAVING.topic(), Map.of());
    servers.write(LEAVING, UUID.randomUUID());
    dispatchUntilAllIsSent();
    try (var admin = servers.admin()) {
      admin.deleteTopics(List.of(LEAVING.topic())).all().get();
    }
    var waiting = UUID.randomUUID();
    var stuck = new ArrayList<String>();
    for (var count = 0; count < MORE_THAN_A_BATCH; count++) {
      stuck.add(servers.write(LEAVING, waiting));
    }
    sendsSoundEvents(Duration.ofSeconds(20));
    for (var round = 0; round < 8; round++) {
      sendsSoundEvents(Duration.ofSeconds(2));
    }
    assertThat(servers.idsIn("outbox")).isEqualTo(stuck);

    servers.createTopic(LEAVING.topic(), Map.of());
    dispatchUntilAllIsSent();
    assertThat(servers.received(LEAVING.topic(), waiting, stuck.size()))
        .extracting(ReceivedEvent::id)
        .isEqualTo(stuck);
  }

  @Test
  void anEventThatTheBrokerFindsTooLargeIsRejectedAndTheRestOfItsKeyGoesOn() throws Exception {
    var key = UUID.randomUUID();
    var first = servers.write(SMALL, key);
    var large = servers.write(SMALL, key, Instant.now(), "{\"name\": \"" + noise(6_000) + "\"}");
    var last = servers.write(SMALL, key);
    dispatchUntilAllIsSent();
    assertThat(servers.received(SMALL.topic(), key, 2))
        .extracting(ReceivedEvent::id)
        .containsExactly(first, last);
    assertThat(servers.idsIn("outbox_rejected")).containsExactly(large);
  }

  @Test
  void keysGoOnWaveAfterWaveWhileAnotherTopicFails() throws Exception {
    servers.write(NEVER_THERE, UUID.randomUUID());
    var key = UUID.randomUUID();
    var sent = new ArrayList<String>();
    for (var count = 0; count < BATCH_SIZE - 1; count++) {
      sent.add(servers.write(SOUND, key));
    }
    dispatcher.dispatch(servers.connection());
    assertThat(servers.idsIn("outbox")).hasSize(1);
    assertThat(servers.received(SOUND.topic(), key, sent.size()))
        .extracting(ReceivedEvent::id)
        .isEqualTo(sent);
  }

  /** Three events of one key, which take three waves. */
  private void sendsSoundEvents(Duration limit) throws Exception {
    var key = UUID.randomUUID();
    var sent = new ArrayList<String>();
    for (var count = 0; count < 3; count++) {
      sent.add(servers.write(SOUND, key));
    }
    Awaitility.await()
        .atMost(limit)
        .until(
            () -> {
              dispatcher.dispatch(servers.connection());
              var waiting = servers.idsIn("outbox");
              return sent.stream().noneMatch(waiting::contains);
            });
    assertThat(servers.received(SOUND.topic(), key, sent.size()))
        .extracting(ReceivedEvent::id)
        .isEqualTo(sent);
  }

  private void dispatchUntilAllIsSent() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              dispatcher.dispatch(servers.connection());
              return servers.idsIn("outbox").isEmpty();
            });
  }

  private static String noise(int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      text.append(UUID.randomUUID());
    }
    return text.toString();
  }
}
