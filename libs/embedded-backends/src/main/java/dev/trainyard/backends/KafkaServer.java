package dev.trainyard.backends;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A real Kafka broker (one node, KRaft) in a process of its own. Topics are created by their users
 * only. It ends with {@link #close()} or with this JVM, however that ends. Thread-safe.
 */
public final class KafkaServer implements AutoCloseable {

  private final BackendProcess process;
  private final Options options;

  private KafkaServer(BackendProcess process, Options options) {
    this.process = process;
    this.options = options;
  }

  /**
   * What to start.
   *
   * @param placement data directory and address
   * @param security who may do what; null where all who reach it may do everything
   */
  public record Options(Placement placement, KafkaSecurity security) {

    /** A broker at this place that asks nobody who he is. */
    public static Options of(Placement placement) {
      return new Options(placement, null);
    }

    /** The same for those alone who may use it. */
    public Options securedBy(KafkaSecurity newSecurity) {
      return new Options(placement, newSecurity);
    }

    /** The same at another place. */
    Options at(Placement newPlacement) {
      return new Options(newPlacement, security);
    }

    private Map<String, String> settings() {
      return security == null ? Map.of() : security.settings();
    }
  }

  /**
   * Starts the broker and returns when it takes requests.
   *
   * @throws BackendException if it does not start, with the reason and the end of its log
   */
  public static KafkaServer start(Options options) {
    return new KafkaServer(
        BackendProcess.start(BackendKind.KAFKA, options.placement(), options.settings()), options);
  }

  /** {@code host:port}, for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return process.host() + ":" + process.port();
  }

  /**
   * What a client needs to connect to a secured broker.
   *
   * @return names and values as Kafka's clients know them, the password among them
   */
  public Map<String, String> clientSettings(Credentials user) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user.name(), user.secret()));
    settings.put("ssl.truststore.type", "PEM");
    settings.put("ssl.truststore.location", certificate().toString());
    return settings;
  }

  /** The certificate that a secured broker shows, which clients must trust. */
  public Path certificate() {
    return process.directory().resolve("certificate.pem");
  }

  public int port() {
    return process.port();
  }

  /** The id of the broker's process. */
  public long pid() {
    return process.pid();
  }

  /** Ends it without a warning, as a power cut would; data that is kept stays. */
  void kill() {
    process.kill();
  }

  @Override
  public void close() {
    process.close();
  }
}
