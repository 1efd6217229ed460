package dev.trainyard.template.dataset;

import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageStream;
import dev.trainyard.template.archive.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The objects of images that come one by one. Thread-safe. */
@ApplicationScoped
class ImageObjects {
  /** One for all, so that the same images give the same archive. */
  private static final FileTime TIME = FileTime.fromMillis(0);

  private static final int BATCH = 1000;

  private final ImageLifecycle lifecycle;
  private final ObjectStorage storage;
  private final ObjectDisposal disposal;
  private final DatasetConfig config;
  private final IdGenerator ids;
  private final Clock clock;

  ImageObjects(
      ImageLifecycle lifecycle,
      ObjectStorage storage,
      ObjectDisposal disposal,
      DatasetConfig config,
      IdGenerator ids,
      Clock clock) {
    this.lifecycle = lifecycle;
    this.storage = storage;
    this.disposal = disposal;
    this.config = config;
    this.ids = ids;
    this.clock = clock;
  }

  /** An image that a row names is not there, or another. */
  static final class MissingImageException extends RuntimeException {
    MissingImageException(String path) {
      super(
          "cannot be made: the storage has lost %s; take it out, send it again, and complete again"
              .formatted(path));
    }
  }

  /**
   * An image that is there.
   *
   * @param isNew whether there was none at its place
   */
  record Stored(ReceivedImageView image, boolean isNew) {}

  /**
   * Stores an image, unless the very same is there. Each has an object of its own, so that one is
   * whole or not there.
   *
   * @param warning what is wrong with it and does not matter
   */
  Stored store(UUID datasetId, ImagePlace place, ReceivedFile file, Optional<String> warning) {
    return lifecycle
        .at(datasetId, place)
        .filter(image -> isSame(image, file))
        .flatMap(lifecycle::keep)
        .map(image -> new Stored(ReceivedImageView.of(image), false))
        .orElseGet(
            () ->
                storeNew(
                    new ReceivedImage(ids.next(), datasetId, place, file, warning, clock.instant()),
                    file));
  }

  private boolean isSame(ReceivedImage image, ReceivedFile file) {
    return image.digest().equals(file.digest())
        && storage.size(config.bucket(), image.objectKey()).orElse(-1) == file.sizeBytes();
  }

  private Stored storeNew(ReceivedImage image, ReceivedFile file) {
    disposal.noteStoring(image.objectKey());
    try {
      storage.put(config.bucket(), image.objectKey(), file.file(), "application/octet-stream");
      var isNew = lifecycle.add(image);
      return new Stored(ReceivedImageView.of(image), isNew);
    } catch (RuntimeException e) {
      // Unless the row is there, which the failure may have hidden.
      disposal.removeEarly(image.objectKey());
      throw e;
    }
  }

  /**
   * Makes an archive of a dataset's images, one by one.
   *
   * @param target is closed
   * @throws MissingImageException if one is gone, or is not what was received
   * @throws dev.trainyard.kit.problem.DependencyUnavailableException if the storage breaks off
   * @throws IOException if the disk is full
   */
  void writeArchive(UUID datasetId, OutputStream target) throws IOException {
    writeArchive(datasetId, target, BATCH);
  }

  /** The same with another number of rows that are held at a time. */
  void writeArchive(UUID datasetId, OutputStream target, int rows) throws IOException {
    try (var zip = new ZipOutputStream(target)) {
      // Images are compressed already, and what is not must not look like a bomb.
      zip.setLevel(Deflater.NO_COMPRESSION);
      var batch = lifecycle.after(datasetId, "", rows);
      while (!batch.isEmpty()) {
        for (var image : batch) {
          write(image, zip);
        }
        batch = lifecycle.after(datasetId, batch.get(batch.size() - 1).path(), rows);
      }
    }
  }

  private void write(ReceivedImage image, ZipOutputStream zip) throws IOException {
    zip.putNextEntry(new ZipEntry(image.path()).setLastModifiedTime(TIME));
    var digest = Sha256.begin();
    try (var content =
        storage
            .open(config.bucket(), image.objectKey())
            .map(stored -> new DigestInputStream(new StorageStream(stored), digest))
            .orElseThrow(() -> new MissingImageException(image.path()))) {
      content.transferTo(zip);
    }
    if (!Sha256.end(digest).equals(image.digest())) {
      throw new MissingImageException(image.path());
    }
    zip.closeEntry();
  }
}
