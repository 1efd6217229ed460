package dev.trainyard.backends;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who may do what on a broker that lets nobody else in. Users prove themselves with SCRAM over TLS;
 * what no access list allows is denied.
 *
 * @param administrator may do everything
 * @param users all others
 * @param accessLists what they may do, in the format of {@code deploy/kafka/access-lists}
 */
public record KafkaSecurity(
    Credentials administrator, List<Credentials> users, String accessLists) {

  public KafkaSecurity {
    users = List.copyOf(users);
  }

  /** The names of the users that access lists have lines for. */
  public static Set<String> usersIn(String accessLists) {
    return accessLists
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> line.split("\\s+")[0])
        .collect(Collectors.toUnmodifiableSet());
  }

  /** As they travel to the broker's process. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("access-lists", accessLists);
    settings.put("administrator", administrator.name());
    Stream.concat(users.stream(), Stream.of(administrator))
        .forEach(user -> settings.put("password." + user.name(), user.secret()));
    return settings;
  }
}
