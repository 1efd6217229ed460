package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.contracts.event.Topics;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/**
 * The consumer of the documentation, against a broker with users and all that a topic may hold. It
 * is given no library but the two that it says it needs, and what these need.
 */
class ExampleConsumerIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LIBRARIES =
      Stream.of(
              KafkaConsumer.class,
              Logger.class,
              ObjectMapper.class,
              JsonFactory.class,
              JsonInclude.class)
          .map(type -> Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()))
          .map(Path::toString)
          .collect(Collectors.joining(File.pathSeparator));

  @TempDir static Path directory;

  private static KafkaUsers users;
  private static KafkaServer kafka;

  private String group;
  private KafkaProducer<String, String> service;

  @BeforeAll
  static void startBroker() throws Exception {
    users =
        KafkaUsers.in(directory.resolve("users"), Installation.fromSystemProperty().accessLists());
    kafka = startBroker(0);
    try (var admin = Admin.create(Map.<String, Object>copyOf(users.administratorSettings(kafka)))) {
      admin.createTopics(List.of(new NewTopic(Topics.PROCESS_EVENTS, 1, (short) 1))).all().get();
    }
    users.write(kafka);
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @BeforeEach
  void connect() {
    group = "integrator-" + UUID.randomUUID();
    service =
        new KafkaProducer<>(
            Map.copyOf(users.clientSettings(kafka, "process-service")),
            new StringSerializer(),
            new StringSerializer());
  }

  @AfterEach
  void disconnect() {
    service.close();
  }

  @Test
  void tellsEachEndOnceAndGoesOnWhereItWas() throws Exception {
    var digits = UUID.randomUUID().toString();
    var letters = UUID.randomUUID().toString();
    send("succeeded", digits, succeeded("digits-" + group));
    send("succeeded", digits, succeeded("digits-" + group));
    send("danced", UUID.randomUUID().toString(), "{}");
    send("stopped", UUID.randomUUID().toString(), "no JSON");
    send("stopped", UUID.randomUUID().toString(), null);
    send(
        "failed",
        letters,
        "{\"name\": \"letters-"
            + group
            + "\", \"status\": \"FAILED\", \"shoeSize\": 44,"
            + " \"failure\": {\"cause\": \"DIVERGED\", \"message\": \"The loss is NaN.\"}}");
    try (var consumer = start("integrator")) {
      await().atMost(LIMIT).until(() -> told(consumer, "letters-" + group) || !consumer.isAlive());
      assertThat(consumer.end()).as(consumer::errors).isZero();
      assertThat(consumer.lines().stream().filter(line -> line.contains(group)))
          .as(consumer::errors)
          .containsExactly(
              "process digits-" + group + ": SUCCEEDED, model 7",
              "process letters-" + group + ": FAILED, DIVERGED: The loss is NaN.");
      assertThat(consumer.errors()).contains("not readable: partition 0, offset");
    }

    send("succeeded", UUID.randomUUID().toString(), succeeded("numbers-" + group));
    try (var consumer = start("integrator")) {
      await().atMost(LIMIT).until(() -> !consumer.lines().isEmpty() || !consumer.isAlive());
      assertThat(consumer.end()).as(consumer::errors).isZero();
      assertThat(consumer.lines())
          .containsExactly("process numbers-" + group + ": SUCCEEDED, model 7");
    }
  }

  @Test
  void outlivesTheBroker() throws Exception {
    var name = "before-" + group;
    send("succeeded", UUID.randomUUID().toString(), succeeded(name));
    try (var consumer = start("integrator")) {
      await().atMost(LIMIT).until(() -> told(consumer, name) || !consumer.isAlive());
      var port = Integer.parseInt(kafka.bootstrapServers().replaceAll(".*:", ""));
      kafka.close();
      kafka = startBroker(port);

      send("succeeded", UUID.randomUUID().toString(), succeeded("after-" + group));

      await().atMost(LIMIT).until(() -> told(consumer, "after-" + group) || !consumer.isAlive());
      assertThat(consumer.end()).as(consumer::errors).isZero();
      assertThat(consumer.lines().stream().filter(line -> line.contains(group))).hasSize(2);
    }
  }

  @Test
  void saysWhatIsWrongAndEnds() throws Exception {
    try (var stranger = start("agent");
        var lost = ExampleConsumer.start(LIBRARIES, directory);
        var asked = ExampleConsumer.start(LIBRARIES, directory, "--help")) {
      assertThat(stranger.exitCode()).isEqualTo(1);
      assertThat(stranger.errors()).contains("not permitted");
      assertThat(lost.exitCode()).isEqualTo(2);
      assertThat(lost.errors()).contains("--config is missing", "Usage:");
      assertThat(asked.exitCode()).isZero();
      assertThat(asked.lines()).first().asString().startsWith("Usage:");
    }
  }

  private static boolean told(ExampleConsumer consumer, String name) {
    return consumer.lines().stream().anyMatch(line -> line.contains(name));
  }

  private static KafkaServer startBroker(int port) {
    return KafkaServer.start(
        KafkaServer.Options.of(
                Placement.kept(directory.resolve("kafka")).onPort(port, "the test's port"))
            .securedBy(users.security()));
  }

  private ExampleConsumer start(String user) throws Exception {
    var file = directory.resolve("users").resolve(user + ".properties");
    return ExampleConsumer.start(
        LIBRARIES, directory, "--config", file.toString(), "--group", group);
  }

  private void send(String type, String id, String json) throws Exception {
    var event = new ProducerRecord<>(Topics.PROCESS_EVENTS, "a process", json);
    Map.of("ce_id", id, "ce_type", "dev.trainyard.process." + type)
        .forEach(
            (name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    service.send(event).get();
  }

  private static String succeeded(String name) {
    return "{\"name\": \"%s\", \"status\": \"SUCCEEDED\", \"modelId\": \"7\"}".formatted(name);
  }
}
