package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.BusyException;
import dev.trainyard.kit.problem.IncompleteBodyException;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.template.archive.ArchiveChecker;
import dev.trainyard.template.archive.InvalidArchiveException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Receives images one by one: disk → decoded → storage → row. What is there twice is replaced.
 * Thread-safe.
 */
@ApplicationScoped
class ImageUpload {
  /** Images are small: others are soon through. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final ImageLifecycle lifecycle;
  private final ArchiveChecker checker;
  private final ImageObjects objects;
  private final DatasetChecks checks;
  private final WorkFolder folder;
  private final DatasetConfig config;
  private final Semaphore slots;

  ImageUpload(
      ImageLifecycle lifecycle,
      ArchiveChecker checker,
      ImageObjects objects,
      DatasetChecks checks,
      WorkFolder folder,
      DatasetConfig config) {
    this.lifecycle = lifecycle;
    this.checker = checker;
    this.objects = objects;
    this.checks = checks;
    this.folder = folder;
    this.config = config;
    this.slots = new Semaphore(config.maxUploads(), true);
  }

  /** Begins an upload. */
  void begin(DatasetDraft draft) {
    lifecycle.begin(draft);
  }

  /**
   * Takes an image in.
   *
   * @throws dev.trainyard.kit.problem.ConflictException if the dataset takes no images
   * @throws dev.trainyard.kit.problem.PayloadTooLargeException if it is larger than allowed
   * @throws UnprocessableException if no dataset could have it
   * @throws BusyException if too many are being received
   * @throws IncompleteBodyException if the sender stops sending
   */
  ImageObjects.Stored put(UUID id, ImagePlace place, InputStream body) {
    lifecycle.requireOpen(id);
    try {
      checker.checkPlace(place.path());
    } catch (InvalidArchiveException e) {
      throw refused(id, e);
    }
    takeSlot();
    try (var file =
        ReceivedFile.receive(body, folder.path(), config.maxImageSize().asLongValue())) {
      var warning = checker.checkImage(place.path(), file.file());
      return objects.store(id, place, file, warning);
    } catch (InvalidArchiveException e) {
      throw refused(id, e);
    } catch (IOException e) {
      throw new UncheckedIOException("the image could not be held on the disk", e);
    } finally {
      slots.release();
    }
  }

  /**
   * Has the images checked as a dataset.
   *
   * @return false if it is not waiting for images
   */
  boolean complete(UUID id) {
    var isComplete = lifecycle.complete(id);
    if (isComplete) {
      checks.wake();
    }
    return isComplete;
  }

  private void takeSlot() {
    try {
      if (slots.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BusyException(
        "%d images are being received, as many as are allowed at a time; try again later."
            .formatted(config.maxUploads()),
        RETRY_AFTER);
  }

  private static UnprocessableException refused(UUID id, InvalidArchiveException refusal) {
    return new UnprocessableException(
        "No dataset can have this image; see violations.",
        refusal.violations(),
        Map.of("datasetId", id));
  }
}
