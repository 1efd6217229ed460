package dev.trainyard.kit.outbox;

import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Samples;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database with an outbox, empty before each test, and a broker without topics; for the tests of
 * one class.
 */
final class OutboxServers
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final CloudEventCodec CODEC = new CloudEventCodec("test");

  private PostgresServer postgres;
  private KafkaServer kafka;
  private DataSource dataSource;
  private Connection connection;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("outbox"));
    kafka = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()));
    var source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl("outbox"));
    source.setUser(postgres.username());
    source.setPassword(postgres.password());
    dataSource = source;
    try (var first = dataSource.getConnection()) {
      OutboxSchema.create(first);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) throws SQLException {
    execute("TRUNCATE outbox, outbox_rejected");
    connection = dataSource.getConnection();
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException {
    connection.close();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    kafka.close();
    postgres.close();
  }

  /** A connection of the test that runs. */
  Connection connection() {
    return connection;
  }

  DataSource dataSource() {
    return dataSource;
  }

  String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  void createTopic(String name, Map<String, String> settings) throws Exception {
    try (var admin = admin()) {
      admin.createTopics(List.of(new NewTopic(name, 3, (short) 1).configs(settings))).all().get();
    }
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  /** Writes an event to the outbox and returns its id. */
  String write(EventType type, UUID key) throws SQLException {
    return write(type, key, Samples.minimal(type));
  }

  String write(EventType type, UUID key, Object event) throws SQLException {
    return write(type, key, Instant.now(), CODEC.toJson(event));
  }

  String write(EventType type, UUID key, Instant occurredAt, String data) throws SQLException {
    var id = UUID.randomUUID();
    try (var connection = dataSource.getConnection();
        var insert =
            connection.prepareStatement(
                "INSERT INTO outbox (event_id, type, topic, message_key, occurred_at, data)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setObject(1, id);
      insert.setString(2, type.type());
      insert.setString(3, type.topic());
      insert.setString(4, key.toString());
      insert.setTimestamp(5, Timestamp.from(occurredAt));
      insert.setString(6, data);
      insert.executeUpdate();
    }
    return id.toString();
  }

  /** Writes an event that was rejected so long ago and returns its id. */
  String reject(Duration age) throws SQLException {
    var id = UUID.randomUUID();
    try (var connection = dataSource.getConnection();
        var insert =
            connection.prepareStatement(
                "INSERT INTO outbox_rejected (id, event_id, type, topic, message_key, occurred_at,"
                    + " data, rejected_at, reason)"
                    + " SELECT coalesce(max(id), 0) + 1, ?, '', '', '', now(), '',"
                    + " now() - make_interval(secs => ?), 'too large' FROM outbox_rejected")) {
      insert.setObject(1, id);
      insert.setDouble(2, age.toSeconds());
      insert.executeUpdate();
    }
    return id.toString();
  }

  void execute(String sql) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The ids of the events that are still in the table, in order. */
  List<String> idsIn(String table) throws SQLException {
    var ids = new ArrayList<String>();
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT event_id FROM " + table + " ORDER BY id")) {
      while (result.next()) {
        ids.add(result.getString(1));
      }
    }
    return ids;
  }

  /** Waits until so many events of a key have arrived, and returns them in order. */
  List<ReceivedEvent> received(String topic, UUID key, int count) {
    var received = new ArrayList<ReceivedEvent>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                  if (record.key().equals(key.toString())) {
                    received.add(CODEC.read(record));
                  }
                }
                return received.size() >= count;
              });
    }
    return received;
  }
}
