package dev.trainyard.backends;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A real S3 server over a directory, in a process of its own; path-style addresses, no regions. It
 * ends with {@link #close()} or with this JVM, however that ends. Thread-safe.
 */
public final class S3Server implements AutoCloseable {

  private final BackendProcess process;
  private final Credentials credentials;

  private S3Server(BackendProcess process, Credentials credentials) {
    this.process = process;
    this.credentials = credentials;
  }

  /**
   * What to start.
   *
   * @param placement data directory and address
   * @param credentials access key and secret key
   */
  public record Options(Placement placement, Credentials credentials) {

    /** Access key {@code trainyard}, secret key {@code trainyard-secret}. */
    public static Options of(Placement placement) {
      return new Options(placement, new Credentials("trainyard", "trainyard-secret"));
    }

    /** The same with other keys. */
    public Options withCredentials(Credentials newCredentials) {
      return new Options(placement, newCredentials);
    }
  }

  /**
   * Starts the server and returns when it takes requests.
   *
   * @throws BackendException if it does not start, with the reason and the end of its log
   */
  public static S3Server start(Options options) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("access-key", options.credentials().name());
    settings.put("secret-key", options.credentials().secret());
    return new S3Server(
        BackendProcess.start(BackendKind.S3, options.placement(), settings), options.credentials());
  }

  /** The address of the server, {@code http://host:port}. */
  public URI endpoint() {
    return URI.create("http://" + process.host() + ":" + process.port());
  }

  public int port() {
    return process.port();
  }

  public String accessKey() {
    return credentials.name();
  }

  public String secretKey() {
    return credentials.secret();
  }

  /** The id of the server's process. */
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
