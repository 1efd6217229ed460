package dev.trainyard.bench.stage;

import dev.trainyard.backends.identity.LocalIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A packaged service in a process of its own. */
public final class ServiceUnderTest implements AutoCloseable {
  /** Its memory, and the collector that Java takes by itself where it is given one core. */
  public static final List<String> JAVA_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");

  private static final LocalIssuer ISSUER = LocalIssuer.fresh();
  private static final int POLL_MILLIS = 20;

  /** Long enough to write an archive of classes on a busy machine. */
  private static final int STOP_SECONDS = 60;

  private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

  private final Process process;
  private final URI address;
  private final Path log;
  private final long launched = System.nanoTime();
  private Duration startTime;

  private ServiceUnderTest(Process process, URI address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /**
   * Starts a service and waits until it is ready.
   *
   * @param name such as {@code process-service}
   * @param environment its settings
   * @throws IOException if it does not get ready
   */
  public static ServiceUnderTest start(Path home, String name, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(home, name, environment, List.of());
  }

  /**
   * The same with more options for Java.
   *
   * @throws IOException if it does not get ready
   */
  public static ServiceUnderTest start(
      Path home, String name, Map<String, String> environment, List<String> moreJavaOptions)
      throws IOException, InterruptedException {
    var port = freePort();
    var log = Files.createTempFile(name, ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_OPTIONS);
    command.addAll(moreJavaOptions);
    command.add("-jar");
    command.add(jar(home, name).toString());
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("TRAINYARD_EXIT_WITH_PARENT", "true");
    builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
    builder.environment().put("TRAINYARD_SECURITY_LOCAL_MODE", "true");
    builder.environment().put("QUARKUS_OIDC_PUBLIC_KEY", ISSUER.publicKey());
    builder.environment().put("QUARKUS_OIDC_TOKEN_ISSUER", LocalIssuer.ISSUER);
    builder.environment().put("TRAINYARD_SECURITY_TOKEN_FILE", tokenFile().toString());
    // One address asks in the place of thousands.
    builder.environment().put("TRAINYARD_HTTP_RATE_ENABLED", "false");
    builder.environment().putAll(environment);
    var service =
        new ServiceUnderTest(builder.start(), URI.create("http://127.0.0.1:" + port), log);
    service.awaitReady(Duration.ofMinutes(2));
    return service;
  }

  /** What a request says to show that an administrator asks. */
  public static String bearer() {
    return "Bearer " + ISSUER.token("admin", TOKEN_LIFETIME);
  }

  /** The same for an administrator of one tenant. */
  public static String bearer(String tenant) {
    return "Bearer " + ISSUER.token("admin", tenant, TOKEN_LIFETIME);
  }

  /** The program of a service. */
  public static Path jar(Path home, String name) {
    return home.resolve(name + "/target/quarkus-app/quarkus-run.jar");
  }

  /** How long it took from its launch until it said that it is ready. */
  public Duration startTime() {
    return startTime;
  }

  public URI address() {
    return address;
  }

  public long pid() {
    return process.pid();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(log);
  }

  private void awaitReady(Duration limit) throws InterruptedException, IOException {
    var http = HttpClient.newHttpClient();
    var request = HttpRequest.newBuilder(address.resolve("/q/health/ready")).build();
    var end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      try {
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          startTime = Duration.ofNanos(System.nanoTime() - launched);
          return;
        }
      } catch (IOException e) {
        // Not yet.
      }
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the service has ended, see " + log);
      }
    }
    process.destroyForcibly();
    throw new IOException("the service does not get ready, see " + log);
  }

  /** What the service shows others. */
  private static Path tokenFile() throws IOException {
    var file = Files.createTempFile("service", ".token");
    file.toFile().deleteOnExit();
    return Files.writeString(file, ISSUER.token("service", TOKEN_LIFETIME));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
