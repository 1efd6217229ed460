package dev.trainyard.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.trainyard.contracts.dataset.DatasetEvent;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Samples;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxDispatcherIT {
  private static final int BATCH_SIZE = 500;
  @RegisterExtension static final OutboxServers servers = new OutboxServers();

  private final CloudEventCodec codec = new CloudEventCodec("test");

  @BeforeAll
  static void createTopics() throws Exception {
    for (var topic : Topics.ALL) {
      servers.createTopic(topic, Map.of());
    }
  }

  @Test
  void sendsInOrderPerKeyAndDeletesWhatTheBrokerHas() throws Exception {
    var keys = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    for (var version = 1; version <= 40; version++) {
      for (var key : keys) {
        write(key, version, "");
      }
    }
    assertThat(dispatchOnce(servers.bootstrapServers(), 1 << 20)).isFalse();
    assertThat(waiting()).isEmpty();
    for (var key : keys) {
      assertThat(versionsOf(key, 40)).isEqualTo(IntStream.rangeClosed(1, 40).boxed().toList());
    }
  }

  @Test
  void takesNoMoreThanOneBatch() throws Exception {
    var key = UUID.randomUUID();
    for (var version = 1; version <= 5; version++) {
      write(key, version, "");
    }
    try (var producer = producer(servers.bootstrapServers(), 1 << 20);
        var dispatcher = new OutboxDispatcher(producer, codec, record -> {}, 3)) {
      assertThat(dispatcher.dispatch(servers.connection())).isTrue();
      assertThat(waiting()).containsExactly(4, 5);
      assertThat(dispatcher.dispatch(servers.connection())).isFalse();
      assertThat(waiting()).isEmpty();
    }
    assertThat(versionsOf(key, 5)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void keepsEventsAndTheirOrderWhileTheBrokerIsAway() throws Exception {
    var key = UUID.randomUUID();
    write(key, 1, "");
    write(key, 2, "");
    write(UUID.randomUUID(), 3, "");
    dispatchOnce("127.0.0.1:" + closedPort(), 1 << 20);
    assertThat(waiting()).containsExactly(1, 2, 3);
    dispatchOnce(servers.bootstrapServers(), 1 << 20);
    assertThat(waiting()).isEmpty();
    assertThat(versionsOf(key, 2)).containsExactly(1, 2);
  }

  @Test
  void movesAnEventThatIsTooLargeOutOfTheWay() throws Exception {
    var key = UUID.randomUUID();
    write(key, 1, "");
    write(key, 2, "x".repeat(5_000));
    write(key, 3, "");
    dispatchOnce(servers.bootstrapServers(), 3_000);
    assertThat(waiting()).isEmpty();
    assertThat(versionsOf(key, 2)).containsExactly(1, 3);
    assertThat(rejected("version")).containsExactly("2");
    assertThat(rejected("reason").get(0)).contains("max.request.size");
  }

  @Test
  void movesAnEventOfAnUnknownTypeOutOfTheWay() throws Exception {
    var key = UUID.randomUUID();
    write(key, 1, "");
    servers
        .connection()
        .createStatement()
        .execute("UPDATE outbox SET type = 'dev.trainyard.tomorrow'");
    write(key, 2, "");
    write(UUID.randomUUID(), 3, "");
    dispatchOnce(servers.bootstrapServers(), 1 << 20);
    assertThat(waiting()).isEmpty();
    assertThat(versionsOf(key, 1)).containsExactly(2);
    assertThat(rejected("version")).containsExactly("1");
    assertThat(rejected("reason").get(0)).contains("dev.trainyard.tomorrow");
  }

  @Test
  void sendsARejectedEventThatIsPutBack() throws Exception {
    var key = UUID.randomUUID();
    write(key, 1, "x".repeat(5_000));
    dispatchOnce(servers.bootstrapServers(), 3_000);
    servers
        .connection()
        .createStatement()
        .execute(
            """
            WITH back AS (DELETE FROM outbox_rejected RETURNING *)
            INSERT INTO outbox (event_id, type, topic, message_key, occurred_at, traceparent, data)
            SELECT event_id, type, topic, message_key, occurred_at, traceparent, data FROM back
            """);
    dispatchOnce(servers.bootstrapServers(), 1 << 20);
    assertThat(waiting()).isEmpty();
    assertThat(versionsOf(key, 1)).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatArrivesOfEveryEventTypeFitsItsSchema(EventType type) throws Exception {
    var key = UUID.randomUUID();
    servers.write(type, key, Samples.full(type));
    servers.write(type, key, Samples.minimal(type));
    dispatchOnce(servers.bootstrapServers(), 1 << 20);
    assertThat(waiting()).isEmpty();
    var arrived = servers.received(type.topic(), key, 2);
    assertThat(arrived)
        .extracting(ReceivedEvent::data)
        .containsExactly(Samples.full(type), Samples.minimal(type));
    try (var schema = EventType.class.getResourceAsStream(type.schemaResource())) {
      var validator =
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
      for (var event : arrived) {
        assertThat(validator.validate(event.json(), InputFormat.JSON)).isEmpty();
      }
    }
  }

  private void write(UUID key, int version, String name) throws SQLException {
    servers.write(
        EventType.DATASET_READY,
        key,
        new DatasetEvent(
            key, key, name, version, 1, "00", List.of(), 1, 1, List.of(), Instant.EPOCH));
  }

  /** True if there may be more to send. */
  private boolean dispatchOnce(String bootstrapServers, int maxRequestBytes) throws Exception {
    try (var producer = producer(bootstrapServers, maxRequestBytes);
        var dispatcher = new OutboxDispatcher(producer, codec, record -> {}, BATCH_SIZE)) {
      return dispatcher.dispatch(servers.connection());
    }
  }

  private List<String> rejected(String column) throws SQLException {
    var values = new ArrayList<String>();
    try (var select =
            servers
                .connection()
                .prepareStatement(
                    "SELECT data::jsonb ->> 'version' AS version, reason FROM outbox_rejected"
                        + " ORDER BY id");
        var result = select.executeQuery()) {
      while (result.next()) {
        values.add(result.getString(column));
      }
    }
    return values;
  }

  /** Versions of the events that are still in the outbox, in order. */
  private List<Integer> waiting() throws SQLException {
    var versions = new ArrayList<Integer>();
    try (var select =
            servers
                .connection()
                .prepareStatement(
                    "SELECT (data::jsonb ->> 'version')::int FROM outbox ORDER BY id");
        var result = select.executeQuery()) {
      while (result.next()) {
        versions.add(result.getInt(1));
      }
    }
    return versions;
  }

  private List<Integer> versionsOf(UUID key, int count) {
    return servers.received(EventType.DATASET_READY.topic(), key, count).stream()
        .map(event -> event.dataAs(DatasetEvent.class).version())
        .toList();
  }

  private static KafkaProducer<String, byte[]> producer(String servers, int maxRequestBytes) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
