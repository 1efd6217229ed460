package dev.trainyard.backends;

import java.util.Map;

/**
 * A real Kafka broker (one node, KRaft) in a process of its own. Topics are created by their users
 * only. It ends with {@link #close()} or with this JVM, however that ends. Thread-safe.
 */
public final class KafkaServer implements AutoCloseable {

  private final BackendProcess process;

  private KafkaServer(BackendProcess process) {
    this.process = process;
  }

  /**
   * What to start.
   *
   * @param placement data directory and address
   */
  public record Options(Placement placement) {

    /** A broker at this place. */
    public static Options of(Placement placement) {
      return new Options(placement);
    }
  }

  /**
   * Starts the broker and returns when it takes requests.
   *
   * @throws BackendException if it does not start, with the reason and the end of its log
   */
  public static KafkaServer start(Options options) {
    return new KafkaServer(BackendProcess.start(BackendKind.KAFKA, options.placement(), Map.of()));
  }

  /** {@code host:port}, for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return process.host() + ":" + process.port();
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
