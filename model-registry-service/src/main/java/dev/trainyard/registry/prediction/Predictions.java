package dev.trainyard.registry.prediction;

import dev.trainyard.kit.problem.BusyException;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.registry.archive.ReceivedUpload;
import dev.trainyard.registry.model.TrainedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * Tries models on single images, for people who want to see what a model does. Only some are tried
 * at a time; nobody waits for a place. Thread-safe.
 */
@ApplicationScoped
class Predictions {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final TrainedModels models;
  private final ArchiveCache archives;
  private final TrainerWorker worker;
  private final RegistryConfig config;
  private final Clock clock;
  private final Semaphore places;

  Predictions(
      TrainedModels models,
      ArchiveCache archives,
      TrainerWorker worker,
      RegistryConfig config,
      Clock clock) {
    this.models = models;
    this.archives = archives;
    this.worker = worker;
    this.config = config;
    this.clock = clock;
    this.places = new Semaphore(config.prediction().atOnce());
  }

  /**
   * Tells the classes of an image.
   *
   * @param top how many classes are wanted
   * @param announcedBytes how long the client says the body is; negative when it does not say
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet, or is lost or damaged
   * @throws PredictionException if there is no trainer, or it fails or takes too long
   * @throws BusyException if all places are taken
   * @throws PayloadTooLargeException if the image is larger than allowed
   * @throws UnprocessableException if the image cannot be read
   */
  PredictionView predict(UUID modelId, int top, long announcedBytes, InputStream body) {
    if (!worker.isConfigured()) {
      throw PredictionException.notConfigured();
    }
    var model = models.ready(modelId);
    if (places.availablePermits() == 0) {
      // Before the image is sent for nothing.
      throw busy();
    }
    var maxBytes = config.prediction().maxImageSize().asLongValue();
    if (announcedBytes > maxBytes) {
      throw tooLarge(maxBytes);
    }
    try (var image =
        ReceivedUpload.receive(body, config.workDirectory(), maxBytes, () -> tooLarge(maxBytes))) {
      if (image.digest().sizeBytes() == 0) {
        throw new UnprocessableException("image", "is empty; send the image as the body");
      }
      if (!places.tryAcquire()) {
        throw busy();
      }
      try {
        var start = clock.instant();
        var archive = image.folder().resolve("model.zip");
        var known = archives.provide(model, archive);
        var scores = worker.predict(archive, image.file(), image.folder(), top);
        var took = Duration.between(start, clock.instant());
        return new PredictionView(modelId, scores, took.toMillis(), known);
      } finally {
        places.release();
      }
    }
  }

  private BusyException busy() {
    return new BusyException(
        "%d images are being looked at already; come again in a moment."
            .formatted(config.prediction().atOnce()),
        RETRY_AFTER);
  }

  private static PayloadTooLargeException tooLarge(long maxBytes) {
    return new PayloadTooLargeException(
        "An image may have at most %d bytes.".formatted(maxBytes), maxBytes);
  }
}
