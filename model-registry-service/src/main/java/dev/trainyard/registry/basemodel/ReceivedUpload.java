package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.TemporaryFiles;
import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * What a user sent, in a folder of its own on the disk of this service; closing removes the folder.
 *
 * @param folder for whatever belongs to this upload
 * @param digest of what was sent
 */
record ReceivedUpload(Path folder, FileDigest digest) implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ReceivedUpload.class);

  /**
   * Writes a body to the disk.
   *
   * @param workDirectory where the folder is made
   * @throws PayloadTooLargeException as soon as it is larger than {@code maxBytes}
   */
  static ReceivedUpload receive(InputStream body, Path workDirectory, long maxBytes) {
    Path folder = null;
    try {
      // With the suffix of all that is temporary, so that it is found after a crash.
      folder =
          Files.createTempDirectory(
              Files.createDirectories(workDirectory), "upload" + ArchiveVerifier.FILE_SUFFIX);
      FileDigest digest;
      try (var target = Files.newOutputStream(fileIn(folder))) {
        digest = FileDigest.copy(body, target, maxBytes + 1);
      }
      if (digest.sizeBytes() > maxBytes) {
        throw tooLarge(maxBytes);
      }
      return new ReceivedUpload(folder, digest);
    } catch (IOException | RuntimeException e) {
      remove(folder);
      throw e instanceof IOException io
          ? new UncheckedIOException("the upload did not arrive", io)
          : (RuntimeException) e;
    }
  }

  static PayloadTooLargeException tooLarge(long maxBytes) {
    return new PayloadTooLargeException(
        "A base model may have at most %d bytes. Save the weights alone, without the optimiser, in float32."
            .formatted(maxBytes),
        maxBytes);
  }

  Path file() {
    return fileIn(folder);
  }

  private static Path fileIn(Path folder) {
    return folder.resolve("received");
  }

  @Override
  public void close() {
    remove(folder);
  }

  private static void remove(Path folder) {
    try {
      if (folder != null) {
        TemporaryFiles.remove(folder);
      }
    } catch (IOException e) {
      LOG.warnf("Temporary files not removed folder=%s reason=%s", folder, e.getMessage());
    }
  }
}
