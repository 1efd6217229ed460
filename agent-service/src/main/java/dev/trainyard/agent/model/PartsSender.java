package dev.trainyard.agent.model;

import dev.trainyard.agent.platform.HttpStatusException;
import dev.trainyard.agent.platform.PlatformClient;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends archives to the storage in parts: asks the registry what is missing, sends that, and asks
 * again until nothing is missing. So it goes on where an earlier try broke off, also one of an
 * earlier run of the agent. Thread-safe.
 */
final class PartsSender {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;

  private final PlatformClient client;
  private final Retry retry;

  PartsSender(PlatformClient client, Retry retry) {
    this.client = client;
    this.retry = retry;
  }

  record Division(long partBytes, List<Part> urls) {}

  record Part(int number, URI url) {}

  /**
   * Sends what is missing of an archive.
   *
   * @param model its address
   * @return false if the registry knows no uploads in parts; nothing was sent then
   * @throws HttpStatusException if registry or storage refuse it
   * @throws IOException if they do not answer for too long, or the upload must begin anew
   */
  boolean send(URI model, Path archive, TrainerMessage.Result result)
      throws IOException, InterruptedException {
    var sent = new HashSet<Integer>();
    while (true) {
      var division = ask(model, result);
      if (division.isEmpty()) {
        return false;
      }
      if (division.get().urls().isEmpty()) {
        return true;
      }
      send(model, division.get(), archive, result.sizeBytes(), sent);
    }
  }

  private Optional<Division> ask(URI model, TrainerMessage.Result result)
      throws IOException, InterruptedException {
    try {
      var division =
          retry.call(
              "question for the missing parts of " + model,
              () ->
                  client.post(
                      URI.create(model + "/upload"),
                      Map.of("sha256", result.sha256(), "sizeBytes", result.sizeBytes()),
                      Division.class,
                      ANSWER_TIMEOUT));
      if (division.urls() == null) {
        throw new IOException("the registry did not say where to send the parts");
      }
      return Optional.of(division);
    } catch (HttpStatusException e) {
      if (e.status() == NOT_FOUND || e.status() == METHOD_NOT_ALLOWED) {
        return Optional.empty();
      }
      if (e.status() == CONFLICT) {
        // Complete meanwhile: whoever announces the model again is told so.
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }

  private void send(URI model, Division division, Path archive, long sizeBytes, Set<Integer> sent)
      throws IOException, InterruptedException {
    for (var part : division.urls()) {
      if (sent.contains(part.number())) {
        throw new IOException("the storage has lost part " + part.number());
      }
      var offset = (part.number() - 1) * division.partBytes();
      var length = Math.min(division.partBytes(), sizeBytes - offset);
      if (offset < 0 || length < 1) {
        throw new IOException("the registry wants a part that there is not: " + part.number());
      }
      try {
        retry.call(
            "upload of part " + part.number(),
            () -> {
              // A path is one of the registry itself: this machine is not to reach the storage.
              client.uploadPart(model.resolve(part.url()), archive, offset, length);
              return part;
            });
      } catch (HttpStatusException e) {
        if (e.status() != FORBIDDEN && e.status() != NOT_FOUND) {
          throw e;
        }
        if (part == division.urls().get(0)) {
          throw new IOException(e.getMessage(), e);
        }
        // The addresses have expired on the way: fresh ones come with the next question.
        return;
      }
      sent.add(part.number());
    }
  }
}
