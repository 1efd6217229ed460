package dev.trainyard.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One service in a JVM of its own. It ends when this JVM ends, however that happens, because its
 * standard input is a pipe from here. Not thread-safe.
 */
final class ServiceProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final long POLL_MILLIS = 50;
  private static final int LOG_TAIL_LINES = 20;

  private final Definition definition;
  private final HttpClient http = HttpClient.newHttpClient();
  private java.lang.Process process;
  private Instant startedAt;

  /**
   * What to run.
   *
   * @param name the service's name
   * @param program what it is started with
   * @param address where it answers
   * @param environment its configuration
   * @param log where its output goes
   */
  record Definition(
      String name, Program program, URI address, Map<String, String> environment, Path log) {}

  ServiceProcess(Definition definition) {
    this.definition = definition;
  }

  String name() {
    return definition.name();
  }

  /** The same service once more, with another name, log and port, not launched yet. */
  ServiceProcess replica(String name, String host, int port) {
    var environment = new HashMap<>(definition.environment());
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    return new ServiceProcess(
        new Definition(
            name,
            definition.program(),
            URI.create("http://" + host + ":" + port),
            environment,
            definition.log().resolveSibling(name + ".log")));
  }

  /**
   * Starts it and returns at once.
   *
   * @param more configuration on top of the definition's, for this start
   */
  void launch(Map<String, String> more) {
    var settings = new HashMap<>(definition.environment());
    settings.putAll(more);
    settings.put("TRAINYARD_EXIT_WITH_PARENT", "true");
    var builder =
        new ProcessBuilder(definition.program().command(settings.keySet()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(definition.log().toFile()));
    builder.environment().putAll(settings);
    // Of whoever asks the platform, as docs/user-guide.md has it; a service would not know it.
    builder.environment().remove("TRAINYARD_TOKEN");
    try {
      startedAt = Instant.now();
      process = builder.start();
    } catch (IOException e) {
      throw new PlatformException(name() + " cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until it is ready to serve.
   *
   * @return how long it took since the launch
   * @throws PlatformException if it ends or takes too long, with the end of its log
   */
  Duration awaitReady() throws InterruptedException {
    while (!isReady()) {
      if (!process.isAlive()) {
        throw new PlatformException(
            "%s ended with code %d:%n%s".formatted(name(), process.exitValue(), logTail()));
      }
      if (Duration.between(startedAt, Instant.now()).compareTo(START_LIMIT) > 0) {
        throw new PlatformException(
            "%s is not ready after %d s:%n%s"
                .formatted(name(), START_LIMIT.toSeconds(), logTail()));
      }
      Thread.sleep(POLL_MILLIS);
    }
    return Duration.between(startedAt, Instant.now());
  }

  long pid() {
    return process.pid();
  }

  /** Ends it without a warning, as a power cut would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /**
   * Asks it to end, as whoever updates it does, and returns when it has.
   *
   * @return how long it took
   * @throws PlatformException if it takes longer than the limit, with the end of its log
   */
  Duration stop(Duration limit) throws InterruptedException {
    var asked = Instant.now();
    process.destroy();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new PlatformException(
          "%s has not ended after %d s:%n%s".formatted(name(), limit.toSeconds(), logTail()));
    }
    return Duration.between(asked, Instant.now());
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private boolean isReady() throws InterruptedException {
    var request =
        HttpRequest.newBuilder(definition.address().resolve("/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private String logTail() {
    try {
      var lines = Files.readAllLines(definition.log());
      return String.join(
              System.lineSeparator(),
              lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()))
          + System.lineSeparator()
          + "(the whole log: "
          + definition.log()
          + ")";
    } catch (IOException e) {
      return "(no log at " + definition.log() + ")";
    }
  }
}
