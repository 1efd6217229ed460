package dev.trainyard.backends;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a server keeps its data and where it listens. Immutable; the methods return changed copies.
 *
 * @param keptDirectory the directory of data that outlives the server; null for a temporary one
 * @param host the address that is bound and that clients are told
 * @param port the TCP port; 0 takes a free one
 * @param portOption what the user calls the port, for the message that says it is busy
 * @param startTimeout how long a start may take
 */
public record Placement(
    Path keptDirectory, String host, int port, String portOption, Duration startTimeout) {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  public Placement {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(portOption, "portOption");
    Objects.requireNonNull(startTimeout, "startTimeout");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "A port is 0 to 65535, not " + port + " (" + portOption + ")");
    }
  }

  /** Data in a new directory that is deleted at the end, a free port of the loopback address. */
  public static Placement temporary() {
    return new Placement(null, LOOPBACK, 0, "port", START_TIMEOUT);
  }

  /** Data that is kept in the directory and found there again by the next start. */
  public static Placement kept(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return new Placement(absolute, LOOPBACK, 0, "port", START_TIMEOUT);
  }

  /** The same on a fixed port. {@code option} is the name of the setting that changes it. */
  public Placement onPort(int newPort, String option) {
    return new Placement(keptDirectory, host, newPort, option, startTimeout);
  }

  /** The same on another address of this machine. */
  public Placement onHost(String newHost) {
    return new Placement(keptDirectory, newHost, port, portOption, startTimeout);
  }

  /** The same with another limit for the start. */
  public Placement startingWithin(Duration timeout) {
    return new Placement(keptDirectory, host, port, portOption, timeout);
  }

  /** Fails at once, and in words, where the fixed port is taken. */
  void requireFreePort(String serverTitle) {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new BackendException(
          "%s cannot listen on %s:%d (%s). Stop the program that uses the port or choose another with %s."
              .formatted(serverTitle, host, port, e.getMessage(), portOption),
          e);
    }
  }

  Optional<Path> directory() {
    return Optional.ofNullable(keptDirectory);
  }
}
