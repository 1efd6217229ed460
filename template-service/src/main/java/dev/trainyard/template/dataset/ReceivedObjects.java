package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What was received and is not yet, or will never be, a dataset's archive. Thread-safe. */
@ApplicationScoped
class ReceivedObjects {
  private static final Logger LOG = Logger.getLogger(ReceivedObjects.class);

  private final ObjectStorage storage;
  private final MultipartUploads multipart;
  private final ImageObjects images;
  private final DatasetConfig config;

  ReceivedObjects(
      ObjectStorage storage,
      MultipartUploads multipart,
      ImageObjects images,
      DatasetConfig config) {
    this.images = images;
    this.storage = storage;
    this.multipart = multipart;
    this.config = config;
  }

  /**
   * Brings what was received to the disk; empty if it is not there.
   *
   * @param maxBytes of an archive at most one byte more is fetched
   * @throws Parts.ChangedPartsException if parts are not what was announced
   * @throws ImageObjects.MissingImageException if an image that came by itself is gone
   * @throws DependencyUnavailableException if the storage breaks off
   * @throws IOException if the disk is full
   */
  Optional<ReceivedFile> fetch(CheckTask task, Path folder, long maxBytes) throws IOException {
    if (task.oneByOne()) {
      return Optional.of(
          ReceivedFile.write(folder, target -> images.writeArchive(task.datasetId(), target)));
    }
    var content = open(task);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (var body = content.get()) {
      return Optional.of(ReceivedFile.fetch(body, folder, maxBytes));
    }
  }

  /** What was sent as an archive, made of its parts if that was not done. */
  private Optional<InputStream> open(CheckTask task) {
    var content = storage.open(config.bucket(), task.receivedKey());
    if (content.isPresent() || task.parts().isEmpty()) {
      return content;
    }
    var upload = task.parts().get();
    var parts = multipart.parts(config.bucket(), upload.key(), upload.uploadId());
    if (!parts.isEmpty()) {
      // One may have been sent again after they were counted.
      upload.requireWhole(parts);
      multipart.complete(config.bucket(), upload.key(), upload.uploadId(), parts);
    }
    // Also if there were none: another attempt may have been faster.
    return storage.open(config.bucket(), task.receivedKey());
  }

  /**
   * Removes all that was received under a key, parts included.
   *
   * @throws DependencyUnavailableException if the storage does not answer
   */
  void remove(String key) {
    multipart.abortAll(config.bucket(), key);
    storage.remove(config.bucket(), key);
  }

  /** The same, but does without where {@link ObjectDisposal} does it later anyway. */
  void tryToRemove(String key) {
    try {
      remove(key);
    } catch (DependencyUnavailableException e) {
      LOG.warnf("Received object not removed, will be later objectKey=%s", key);
    }
  }
}
