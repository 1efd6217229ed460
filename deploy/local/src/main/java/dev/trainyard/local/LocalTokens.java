package dev.trainyard.local;

import dev.trainyard.backends.identity.LocalIssuer;
import dev.trainyard.backends.identity.OwnersFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The keys and tokens of the platform on one machine: what services believe, and what they show one
 * another, in files that are renewed long before they expire. Thread-safe.
 */
public final class LocalTokens implements AutoCloseable {
  static final Duration LIFETIME = Duration.ofHours(24);

  private static final long RENEWAL_HOURS = 1;

  private final Path directory;
  private final LocalIssuer issuer;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "renew-tokens");
            thread.setDaemon(true);
            return thread;
          });

  private LocalTokens(Path directory, LocalIssuer issuer) {
    this.directory = directory;
    this.issuer = issuer;
  }

  /**
   * Those of the platform that keeps its data here; the first time with a new key.
   *
   * @throws PlatformException if the files cannot be written
   */
  static LocalTokens begin(Path data) {
    var directory = directory(data);
    var tokens = new LocalTokens(directory, LocalIssuer.keptIn(directory));
    try {
      tokens.write();
    } catch (IOException e) {
      throw new PlatformException("No token can be written to " + directory + ": " + e, e);
    }
    tokens.renewal.scheduleWithFixedDelay(
        tokens::renew, RENEWAL_HOURS, RENEWAL_HOURS, TimeUnit.HOURS);
    return tokens;
  }

  /**
   * A token for somebody who uses a platform that was started before.
   *
   * @throws PlatformException if none was
   */
  public static String of(Path data, String role, Duration lifetime) {
    return issuer(data).token(role, lifetime);
  }

  /** The same for somebody of a tenant. */
  static String of(Path data, String role, String tenant, Duration lifetime) {
    return issuer(data).token(role, tenant, lifetime);
  }

  private static LocalIssuer issuer(Path data) {
    var directory = directory(data);
    if (!LocalIssuer.isKeptIn(directory)) {
      throw new PlatformException(
          "There is no key in "
              + directory
              + ". Start the platform once, ./trainyard up, or say with --data where its data is.");
    }
    return LocalIssuer.keptIn(directory);
  }

  String of(String role) {
    return issuer.token(role, LIFETIME);
  }

  /** What everybody is told: whose tokens to believe. */
  Map<String, String> environment() {
    return Map.of(
        "TRAINYARD_SECURITY_LOCAL_MODE",
        "true",
        "QUARKUS_OIDC_PUBLIC_KEY",
        issuer.publicKey(),
        "QUARKUS_OIDC_TOKEN_ISSUER",
        LocalIssuer.ISSUER);
  }

  /** What a service is told beside: where its own token is. */
  Map<String, String> environmentOfService() {
    return Map.of("TRAINYARD_SECURITY_TOKEN_FILE", file("service").toAbsolutePath().toString());
  }

  /** Where the agent finds a code to enrol with. */
  Path enrolmentCode() {
    return directory.resolve("agent.code");
  }

  @Override
  public void close() {
    renewal.shutdownNow();
  }

  private void renew() {
    try {
      write();
    } catch (IOException e) {
      // The present ones are good for a day; in an hour this is tried again.
      System.err.println("No token can be written to " + directory + ": " + e.getMessage());
    }
  }

  private void write() throws IOException {
    OwnersFile.write(file("service"), of("service"));
  }

  private Path file(String role) {
    return directory.resolve(role + ".token");
  }

  private static Path directory(Path data) {
    return data.resolve("identity");
  }
}
