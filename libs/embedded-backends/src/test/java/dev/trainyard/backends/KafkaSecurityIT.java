package dev.trainyard.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in. What each of the platform's users may do there is tested in deploy/local. */
class KafkaSecurityIT {

  private static final Credentials ADMINISTRATOR = new Credentials("administrator", "the first");
  private static final Credentials WRITER = new Credentials("writer", "a word");
  private static final Credentials BEFORE = new Credentials("writer", "an older word");

  @TempDir static Path directory;

  private static KafkaServer server;
  private static String certificateBefore;

  /** A broker that was open to all, then secured, and then secured otherwise. */
  @BeforeAll
  static void startThreeTimes() throws Exception {
    KafkaServer.Options open = KafkaServer.Options.of(Placement.kept(directory));
    try (KafkaServer old = KafkaServer.start(open);
        Admin admin = Admin.create(Map.of("bootstrap.servers", old.bootstrapServers()))) {
      admin.createTopics(List.of(topic("diary"), topic("letters"))).all().get();
    }
    try (KafkaServer secured = start(BEFORE, "writer write topic letters\n")) {
      certificateBefore = Files.readString(secured.certificate());
      write(new HashMap<>(secured.clientSettings(BEFORE)), "letters");
    }
    server = start(WRITER, "writer write topic diary\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void letsUsersDoWhatTheirListSaysAndNothingElse() throws Exception {
    write(settings(WRITER), "diary");
    assertDenied(settings(WRITER), "letters");
    assertThatThrownBy(() -> createTopic(settings(WRITER), "notes"))
        .hasCauseInstanceOf(AuthorizationException.class);
    createTopic(settings(ADMINISTRATOR), "notes");
    write(settings(ADMINISTRATOR), "letters");
  }

  @Test
  void refusesAWrongPasswordAndAnUnknownUser() {
    for (Credentials stranger :
        List.of(new Credentials("writer", "guessed"), new Credentials("somebody", "a word"))) {
      assertThatThrownBy(() -> write(settings(stranger), "diary"))
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void refusesWhoDoesNotSayWhoHeIs() {
    assertUnanswered("PLAINTEXT");
    assertUnanswered("SSL");
  }

  @Test
  void takesNoPasswordInTheOpen() {
    assertUnanswered("SASL_PLAINTEXT");
    Map<String, Object> readable = settings(WRITER);
    readable.put("sasl.mechanism", "PLAIN");
    readable.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"writer\" password=\"a word\";");
    assertThatThrownBy(() -> write(readable, "diary"))
        .rootCause()
        .hasMessageContaining("mechanism");
  }

  @Test
  void isNotTrustedByWhoDoesNotKnowItsCertificate() {
    Map<String, Object> trusting = settings(WRITER);
    trusting.remove("ssl.truststore.type");
    trusting.remove("ssl.truststore.location");
    assertThatThrownBy(() -> write(trusting, "diary"))
        .hasCauseInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void keepsItsKeyFromOtherUsersOfTheMachine() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> secret =
          files.filter(file -> file.getFileName().toString().startsWith("key")).toList();
      assertThat(secret).hasSize(1);
      assertThat(Files.getPosixFilePermissions(secret.get(0)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void takesNewPasswordsAndListsAtAStartAndKeepsItsCertificate() throws Exception {
    assertThatThrownBy(() -> write(settings(BEFORE), "letters"))
        .hasCauseInstanceOf(SaslAuthenticationException.class);
    assertDenied(settings(WRITER), "letters");
    assertThat(Files.readString(server.certificate())).isEqualTo(certificateBefore);
  }

  private static void assertUnanswered(String protocol) {
    Map<String, Object> client = settings(WRITER);
    client.put("security.protocol", protocol);
    client.put("max.block.ms", 1_000);
    assertThatThrownBy(() -> write(client, "diary")).hasCauseInstanceOf(TimeoutException.class);
  }

  private static void assertDenied(Map<String, Object> client, String topic) {
    assertThatThrownBy(() -> write(client, topic))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  private static KafkaServer start(Credentials user, String accessLists) {
    KafkaSecurity security = new KafkaSecurity(ADMINISTRATOR, List.of(user), accessLists);
    return KafkaServer.start(KafkaServer.Options.of(Placement.kept(directory)).securedBy(security));
  }

  private static Map<String, Object> settings(Credentials user) {
    return new HashMap<>(server.clientSettings(user));
  }

  private static NewTopic topic(String name) {
    return new NewTopic(name, 1, (short) 1);
  }

  private static void createTopic(Map<String, Object> client, String name) throws Exception {
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(topic(name))).all().get();
    }
  }

  private static void write(Map<String, Object> client, String topic)
      throws ExecutionException, InterruptedException {
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
    try {
      producer.send(new ProducerRecord<>(topic, "hello")).get();
    } finally {
      producer.close(Duration.ZERO);
    }
  }
}
