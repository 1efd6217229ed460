package dev.trainyard.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Topics and users for Strimzi are those of the code and of {@code deploy/kafka/access-lists}.
 * {@code -Dtrainyard.docs.write=true} writes them anew.
 */
class KafkaResourcesTest {
  private static final Path FOLDER = Path.of("overlays/operators");
  private static final String LABELS =
      """
        labels:
          strimzi.io/cluster: kafka
      """;

  @Test
  void topicsAreThoseOfTheCode() throws IOException {
    requireFile(
        "topics.yaml",
        Topics.ALL.stream()
            .flatMap(topic -> Stream.of(topic, Topics.deadLetterOf(topic)))
            .map(KafkaResourcesTest::topic)
            .toList());
  }

  @Test
  void usersMayDoWhatTheAccessListsSay() throws IOException {
    var users = new LinkedHashMap<String, List<Permission>>();
    for (var line : Files.readAllLines(Path.of("../kafka/access-lists"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        var words = line.trim().split("\\s+");
        var permission = new Permission(words[1], words[2], words[3]);
        // The operator makes the topics, whose names are known.
        if (!permission.name().equals("trainyard.*")) {
          users.computeIfAbsent(words[0], name -> new ArrayList<>()).add(permission);
        }
      }
    }
    requireFile("users.yaml", users.entrySet().stream().map(KafkaResourcesTest::user).toList());
  }

  private static String topic(String name) {
    return """
        apiVersion: kafka.strimzi.io/v1
        kind: KafkaTopic
        metadata:
          name: %s
        %sspec:
          partitions: 6
          replicas: 3
        """
        .formatted(name, LABELS);
  }

  private static String user(Map.Entry<String, List<Permission>> user) {
    return """
        apiVersion: kafka.strimzi.io/v1
        kind: KafkaUser
        metadata:
          name: %s
        %sspec:
          authentication:
            type: scram-sha-512
          authorization:
            type: simple
            acls:
        %s"""
        .formatted(
            user.getKey(),
            LABELS,
            user.getValue().stream().map(Permission::rule).collect(Collectors.joining()));
  }

  private static void requireFile(String name, List<String> documents) throws IOException {
    var file = FOLDER.resolve(name);
    var wanted =
        "# Written by KafkaResourcesTest with -Dtrainyard.docs.write=true.\n"
            + String.join("---\n", documents);
    if (Boolean.getBoolean("trainyard.docs.write")) {
      Files.writeString(file, wanted);
    }
    assertThat(file).as("write it anew with -Dtrainyard.docs.write=true").hasContent(wanted);
    assertThat(Overlay.all(file)).hasSameSizeAs(documents);
  }

  /** A line of the access lists. A name that ends with a star means all that begin so. */
  private record Permission(String operation, String kind, String name) {
    String rule() {
      var prefixed = name.endsWith("*");
      return """
                - resource:
                    type: %s
                    name: "%s"
                    patternType: %s
                  operations: ["%s"]
          """
          .formatted(
              kind,
              prefixed ? name.substring(0, name.length() - 1) : name,
              prefixed ? "prefix" : "literal",
              Character.toUpperCase(operation.charAt(0)) + operation.substring(1));
    }
  }
}
