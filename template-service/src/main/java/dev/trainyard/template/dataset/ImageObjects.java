package dev.trainyard.template.dataset;

import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageStream;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
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

  /** An image that a row names is not there. */
  static final class MissingImageException extends RuntimeException {
    MissingImageException(String path) {
      super(path + " is not in the storage any more");
    }
  }

  /**
   * Stores an image. Each has an object of its own, so that one is whole or not there.
   *
   * @return false if it took the place of another one
   */
  boolean store(UUID datasetId, ImagePlace place, ReceivedArchive file) {
    var image = new ReceivedImage(ids.next(), datasetId, place, file, clock.instant());
    disposal.noteStoring(image.objectKey());
    try {
      storage.put(config.bucket(), image.objectKey(), file.file(), "application/octet-stream");
      return lifecycle.add(image);
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
   * @throws MissingImageException if one is gone
   * @throws dev.trainyard.kit.problem.DependencyUnavailableException if the storage breaks off
   * @throws IOException if the disk is full
   */
  void writeArchive(UUID datasetId, OutputStream target) throws IOException {
    try (var zip = new ZipOutputStream(target)) {
      // Images are compressed already, and what is not must not look like a bomb.
      zip.setLevel(Deflater.NO_COMPRESSION);
      var batch = lifecycle.after(datasetId, "", BATCH);
      while (!batch.isEmpty()) {
        for (var image : batch) {
          write(image, zip);
        }
        batch = lifecycle.after(datasetId, batch.get(batch.size() - 1).path(), BATCH);
      }
    }
  }

  private void write(ReceivedImage image, ZipOutputStream zip) throws IOException {
    zip.putNextEntry(new ZipEntry(image.path()).setLastModifiedTime(TIME));
    try (var content =
        storage
            .open(config.bucket(), image.objectKey())
            .map(StorageStream::new)
            .orElseThrow(() -> new MissingImageException(image.path()))) {
      content.transferTo(zip);
    }
    zip.closeEntry();
  }
}
