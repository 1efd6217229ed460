package dev.trainyard.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backends.KafkaServer;
import dev.trainyard.backends.Placement;
import dev.trainyard.contracts.event.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What each user of the broker may do, tried with every topic and every group. */
class AccessListsIT {
  private static final Map<String, Set<String>> READS =
      Map.of(
          "template-service",
          Set.of(Topics.PROCESS_EVENTS),
          "process-service",
          Set.of(Topics.PROCESS_REPORTS, Topics.MACHINE_HEARTBEATS),
          "model-registry-service",
          Set.of(),
          "monitoring-service",
          Set.copyOf(Topics.ALL),
          "agent",
          Set.of(Topics.PROCESS_COMMANDS),
          "integrator",
          Set.of(
              Topics.PROCESS_EVENTS,
              Topics.MACHINE_EVENTS,
              Topics.TEMPLATE_EVENTS,
              Topics.DATASET_EVENTS,
              Topics.MODEL_EVENTS,
              Topics.PROCESS_METRICS));
  private static final Map<String, Set<String>> WRITES =
      Map.of(
          "template-service",
          Set.of(Topics.TEMPLATE_EVENTS, Topics.DATASET_EVENTS, Topics.AUDIT_EVENTS),
          "process-service",
          Set.of(
              Topics.PROCESS_EVENTS,
              Topics.PROCESS_COMMANDS,
              Topics.MACHINE_EVENTS,
              Topics.AUDIT_EVENTS),
          "model-registry-service",
          Set.of(Topics.MODEL_EVENTS, Topics.AUDIT_EVENTS),
          "monitoring-service",
          Set.of(),
          "agent",
          Set.of(
              Topics.PROCESS_REPORTS,
              Topics.PROCESS_METRICS,
              Topics.PROCESS_LOGS,
              Topics.MACHINE_HEARTBEATS),
          "integrator",
          Set.of());
  private static final List<String> USERS = READS.keySet().stream().sorted().toList();
  private static final List<String> TOPICS =
      Topics.ALL.stream()
          .flatMap(topic -> Stream.of(topic, Topics.deadLetterOf(topic)))
          .sorted()
          .toList();
  private static final List<String> GROUPS_OF_INTEGRATORS = List.of("integrator", "integrator-2");

  @TempDir static Path directory;

  private static KafkaUsers users;
  private static KafkaServer kafka;

  @BeforeAll
  static void startBroker() throws Exception {
    var lists = Installation.fromSystemProperty().accessLists();
    users = KafkaUsers.in(directory.resolve("users"), lists);
    kafka =
        KafkaServer.start(
            KafkaServer.Options.of(Placement.temporary()).securedBy(users.security()));
    Map<String, Object> administrator = Map.copyOf(users.administratorSettings(kafka));
    try (var admin = Admin.create(administrator);
        var producer = producer(administrator)) {
      admin
          .createTopics(TOPICS.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
      for (var topic : TOPICS) {
        producer.send(new ProducerRecord<>(topic, "one"));
      }
    }
  }

  @AfterAll
  static void stopBroker() {
    kafka.close();
  }

  @ParameterizedTest
  @FieldSource("USERS")
  void writesItsOwnTopicsAndTheDeadLettersOfWhatItReadsAndNoOthers(String user) throws Exception {
    var expected = new HashSet<>(WRITES.get(user));
    if (!user.equals("integrator")) {
      READS.get(user).forEach(topic -> expected.add(Topics.deadLetterOf(topic)));
    }
    try (var producer = producer(settings(user))) {
      var written = new ArrayList<String>();
      for (var topic : TOPICS) {
        if (isAllowed(() -> producer.send(new ProducerRecord<>(topic, "one")).get())) {
          written.add(topic);
        }
      }
      assertThat(written).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @FieldSource("USERS")
  void readsWhatItNeedsAndNothingElse(String user) throws Exception {
    var settings = new HashMap<>(settings(user));
    settings.put("fetch.max.wait.ms", 10);
    try (var consumer =
        new KafkaConsumer<String, String>(
            settings, new StringDeserializer(), new StringDeserializer())) {
      var read = new ArrayList<String>();
      for (var topic : TOPICS) {
        if (isAllowed(() -> readFirst(consumer, new TopicPartition(topic, 0)))) {
          read.add(topic);
        }
      }
      assertThat(read).containsExactlyInAnyOrderElementsOf(READS.get(user));
    }
  }

  @ParameterizedTest
  @FieldSource("USERS")
  void worksInTheGroupsItIsConfiguredForAndInNoOthers(String user) throws Exception {
    var groups = new HashSet<String>();
    for (var service : USERS) {
      groups.addAll(groupsOf(service));
    }
    assertThat(groups).hasSizeGreaterThan(GROUPS_OF_INTEGRATORS.size());
    try (var admin = Admin.create(settings(user))) {
      var usable = new ArrayList<String>();
      for (var group : groups) {
        if (mayCommit(admin, group)) {
          usable.add(group);
        }
      }
      assertThat(usable).containsExactlyInAnyOrderElementsOf(groupsOf(user));
    }
  }

  @ParameterizedTest
  @FieldSource("USERS")
  void makesTopicsOfThePlatformIfItIsAServiceAndDeletesNone(String user) throws Exception {
    try (var admin = Admin.create(settings(user))) {
      assertThat(isAllowed(() -> create(admin, "trainyard.new.events")))
          .isEqualTo(user.endsWith("-service"));
      assertThat(isAllowed(() -> create(admin, "payroll"))).isFalse();
      assertThat(isAllowed(() -> admin.deleteTopics(TOPICS).all().get())).isFalse();
    }
  }

  @Test
  void theCommandsForOtherBrokersSayTheSame() throws Exception {
    var home = Installation.fromSystemProperty().home();
    var process =
        new ProcessBuilder(
                "bash",
                home.resolve("deploy/kafka/apply").toString(),
                "--dry-run",
                "--bootstrap-server",
                "broker:9093")
            .redirectErrorStream(true)
            .start();
    var commands = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(commands).isZero();

    var permissions =
        commands.lines().flatMap(AccessListsIT::permissionsOf).collect(Collectors.toSet());

    var listed =
        Files.readAllLines(Installation.fromSystemProperty().accessLists()).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.replaceAll("\\s+", " "))
            .collect(Collectors.toSet());
    assertThat(permissions).isEqualTo(listed);
  }

  /** A command's permissions as lines of the file. */
  private static Stream<String> permissionsOf(String command) {
    var words = List.of(command.split(" "));
    var user = words.get(words.indexOf("--allow-principal") + 1).replace("User:", "");
    var operation = words.get(words.indexOf("--operation") + 1).toLowerCase(Locale.ROOT);
    var star = words.get(words.indexOf("--resource-pattern-type") + 1).equals("prefixed");
    var permissions = new ArrayList<String>();
    for (var index = 0; index < words.size(); index++) {
      if (words.get(index).equals("--topic") || words.get(index).equals("--group")) {
        var kind = words.get(index).substring(2);
        permissions.add(
            String.join(" ", user, operation, kind, words.get(index + 1) + (star ? "*" : "")));
      }
    }
    return permissions.stream();
  }

  private static boolean isAllowed(Callable<?> action) throws Exception {
    try {
      action.call();
      return true;
    } catch (AuthorizationException e) {
      return false;
    } catch (ExecutionException | KafkaException e) {
      // A producer that may write nothing at all is refused once, and then refuses by itself.
      if (e.getCause() instanceof AuthorizationException) {
        return false;
      }
      throw e;
    }
  }

  private static String readFirst(
      KafkaConsumer<String, String> consumer, TopicPartition partition) {
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    for (var poll = 0; poll < 20; poll++) {
      for (var message : consumer.poll(Duration.ofSeconds(1))) {
        return message.value();
      }
    }
    throw new AssertionError("nothing came of " + partition);
  }

  /** Where the group is the user's the topic may still not be. */
  private static boolean mayCommit(Admin admin, String group) throws Exception {
    var begin = Map.of(new TopicPartition(Topics.PROCESS_EVENTS, 0), new OffsetAndMetadata(0));
    try {
      admin.alterConsumerGroupOffsets(group, begin).all().get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicAuthorizationException) {
        return true;
      }
      if (e.getCause() instanceof GroupAuthorizationException) {
        return false;
      }
      throw e;
    }
  }

  private static Object create(Admin admin, String topic) throws Exception {
    var onlyAsked = new CreateTopicsOptions().validateOnly(true);
    return admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)), onlyAsked).all().get();
  }

  /** The groups that a service's channels are configured with. */
  private static List<String> groupsOf(String user) throws IOException {
    if (user.equals("integrator")) {
      return GROUPS_OF_INTEGRATORS;
    }
    var home = Installation.fromSystemProperty().home();
    var service = user.equals("agent") ? "agent-service" : user;
    var properties = new Properties();
    try (var in =
        Files.newInputStream(
            home.resolve(service).resolve("src/main/resources/application.properties"))) {
      properties.load(in);
    }
    return properties.stringPropertyNames().stream()
        .filter(name -> name.matches("mp\\.messaging\\.incoming\\..+\\.group\\.id"))
        .map(properties::getProperty)
        .toList();
  }

  private static KafkaProducer<String, String> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static Map<String, Object> settings(String user) {
    return Map.copyOf(users.clientSettings(kafka, user));
  }
}
