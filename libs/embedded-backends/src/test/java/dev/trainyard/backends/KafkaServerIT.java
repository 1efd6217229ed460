package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

  private static final String TOPIC = "trainyard.test";

  @TempDir Path directory;

  @Test
  void keepsItsRecordsAcrossRestartsAndCrashes() throws Exception {
    KafkaServer.Options options = KafkaServer.Options.of(Placement.kept(directory));
    try (KafkaServer server = KafkaServer.start(options)) {
      createTopic(server);
      send(server, "one", "none");
    }
    KafkaServer crashing = KafkaServer.start(options);
    send(crashing, "two", "none");
    Processes.killAll(crashing.pid());
    try (KafkaServer server = KafkaServer.start(options)) {
      send(server, "three", "none");
      assertThat(receive(server, 3)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void takesEveryCompressionAndCreatesNoTopicUnasked() throws Exception {
    List<String> compressions = List.of("gzip", "lz4", "snappy", "zstd");
    try (KafkaServer server = KafkaServer.start(KafkaServer.Options.of(Placement.temporary()))) {
      createTopic(server);
      for (String compression : compressions) {
        send(server, compression, compression);
      }
      assertThat(receive(server, 4)).containsExactlyElementsOf(compressions);
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
        assertThatThrownBy(() -> admin.describeTopics(List.of("unasked")).allTopicNames().get())
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
      }
    }
  }

  private static void createTopic(KafkaServer server) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
  }

  private static void send(KafkaServer server, String value, String compression) throws Exception {
    Map<String, Object> configuration =
        Map.of(
            "bootstrap.servers",
            server.bootstrapServers(),
            "compression.type",
            compression,
            "acks",
            "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer())) {
      ProducerRecord<String, String> message = new ProducerRecord<>(TOPIC, "key", value);
      message.headers().add("ce_id", "1".getBytes(StandardCharsets.UTF_8));
      producer.send(message).get();
    }
  }

  /** With a consumer group, so that the broker's coordinator is used too. */
  private static List<String> receive(KafkaServer server, int count) {
    Map<String, Object> configuration =
        Map.of(
            "bootstrap.servers",
            server.bootstrapServers(),
            "group.id",
            "test",
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      List<String> values = new ArrayList<>();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInSameThread()
          .until(
              () -> {
                for (ConsumerRecord<String, String> message :
                    consumer.poll(Duration.ofMillis(200))) {
                  values.add(message.value());
                }
                return values.size() >= count;
              });
      return values;
    }
  }
}
