package dev.trainyard.kit.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How this service's own clients find the broker and prove who they are: the part of the settings
 * {@code kafka.*} that is about the connection. Channels get all of them from Quarkus.
 *
 * @param settings names as the clients know them; secrets among the values, so never printed
 */
public record KafkaConnection(Map<String, Object> settings) {
  private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  private static final List<String> PREFIXES =
      List.of(BOOTSTRAP_SERVERS, "client.dns.lookup", "security.", "sasl.", "ssl.", "tls.");

  public KafkaConnection {
    settings = Map.copyOf(settings);
  }

  /** A broker that asks for no proof. */
  public static KafkaConnection to(String bootstrapServers) {
    return new KafkaConnection(Map.of(BOOTSTRAP_SERVERS, bootstrapServers));
  }

  /** What of all settings is about the connection. */
  static KafkaConnection of(Map<String, Object> all) {
    var connection = new HashMap<>(all);
    connection.keySet().removeIf(name -> PREFIXES.stream().noneMatch(name::startsWith));
    return new KafkaConnection(connection);
  }

  public String bootstrapServers() {
    return String.valueOf(settings.get(BOOTSTRAP_SERVERS));
  }

  /** The connection's settings together with what a client has of its own. */
  public Map<String, Object> with(Map<String, Object> own) {
    var all = new HashMap<>(settings);
    all.putAll(own);
    return all;
  }

  @Override
  public String toString() {
    return "KafkaConnection[" + bootstrapServers() + "]";
  }
}
