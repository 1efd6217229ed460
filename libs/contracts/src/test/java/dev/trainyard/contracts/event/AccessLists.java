package dev.trainyard.contracts.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who may do what on the broker, as {@code deploy/kafka/access-lists} says. */
record AccessLists(List<Permission> permissions) {
  /** One line of it. */
  record Permission(String user, String operation, String kind, String name) {}

  static AccessLists read(Path file) throws IOException {
    return new AccessLists(
        Files.readAllLines(file).stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("\\s+"))
            .map(words -> new Permission(words[0], words[1], words[2], words[3]))
            .toList());
  }

  /** The users that may do this with a topic of that name. */
  List<String> users(String operation, String topic) {
    return permissions.stream()
        .filter(one -> one.operation().equals(operation) && one.kind().equals("topic"))
        .filter(one -> one.name().equals(topic))
        .map(Permission::user)
        .toList();
  }
}
