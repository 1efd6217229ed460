package dev.trainyard.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.backends.identity.OwnersFile;
import dev.trainyard.local.demo.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does for the agent of this machine what an administrator does for others: registers the machine
 * if that is wanted, and gives its agent a code whenever the platform does not know it.
 */
final class LocalEnrolment implements AutoCloseable {
  private static final int NOT_FOUND = 404;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final long GIVEN_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final URI processService;
  private final LocalTokens tokens;
  private final UUID machineId;
  private final boolean register;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            var thread = new Thread(work, "enrol-agent");
            thread.setDaemon(true);
            return thread;
          });
  private boolean given;
  private long givenNanos;

  private LocalEnrolment(URI processService, LocalTokens tokens, UUID machineId, boolean register) {
    this.processService = processService;
    this.tokens = tokens;
    this.machineId = machineId;
    this.register = register;
  }

  /**
   * Begins to look, whether or not the process service answers yet.
   *
   * @param register whether the machine is registered; otherwise a user does that
   */
  static LocalEnrolment begin(
      URI processService, LocalTokens tokens, UUID machineId, boolean register) {
    var enrolment = new LocalEnrolment(processService, tokens, machineId, register);
    enrolment.watch.scheduleWithFixedDelay(enrolment::look, 1, 1, TimeUnit.SECONDS);
    return enrolment;
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }

  private void look() {
    try {
      var api = new ApiClient(processService, tokens.of("admin"), line -> {}, ANSWER_TIMEOUT);
      var machine = api.get(path());
      if (machine.status() == NOT_FOUND && register) {
        api.post(
            "/api/v1/machines",
            "{\"id\": \"%s\", \"name\": \"this-machine\", \"address\": \"localhost\"}"
                .formatted(machineId));
      } else if (machine.status() == 200) {
        enrol(api, machine.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      // The service is not there yet, or for a moment; thrown on, it would end the watch.
      given = false;
    }
  }

  private void enrol(ApiClient api, JsonNode machine) throws IOException, InterruptedException {
    if (machine.path("enrolled").asBoolean()) {
      given = false;
      return;
    }
    // A newer code ends the one before, which the agent may be about to show.
    var due = !given || System.nanoTime() - givenNanos > GIVEN_AGAIN_NANOS;
    if (due && machine.path("enabled").asBoolean()) {
      var code = api.post(path() + "/enrolment", "").orThrow().get("code").asText();
      OwnersFile.write(file(), code);
      given = true;
      givenNanos = System.nanoTime();
    }
  }

  private Path file() {
    return tokens.enrolmentCode();
  }

  private String path() {
    return "/api/v1/machines/" + machineId;
  }
}
