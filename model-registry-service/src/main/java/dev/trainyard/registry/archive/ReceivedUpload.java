package dev.trainyard.registry.archive;

import dev.trainyard.kit.http.ClientStream;
import dev.trainyard.kit.problem.IncompleteBodyException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.weights.FileDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What a user sent, in a folder of its own on the disk of this service; closing removes the folder.
 *
 * @param folder for whatever belongs to this upload
 * @param digest of what was sent
 */
public record ReceivedUpload(Path folder, FileDigest digest) implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ReceivedUpload.class);

  /**
   * Writes a body to the disk.
   *
   * @param workDirectory where the folder is made
   * @param tooLarge what to say of a larger one
   * @throws PayloadTooLargeException as soon as it is larger than {@code maxBytes}
   * @throws IncompleteBodyException if it does not come to its end
   */
  public static ReceivedUpload receive(
      InputStream body,
      Path workDirectory,
      long maxBytes,
      Supplier<PayloadTooLargeException> tooLarge) {
    Path folder = null;
    try {
      // With the suffix of all that is temporary, so that it is found after a crash.
      folder =
          Files.createTempDirectory(
              Files.createDirectories(workDirectory), "upload" + ArchiveVerifier.FILE_SUFFIX);
      FileDigest digest;
      try (var target = Files.newOutputStream(fileIn(folder))) {
        digest = FileDigest.copy(new ClientStream(body), target, maxBytes + 1);
      }
      if (digest.sizeBytes() > maxBytes) {
        throw tooLarge.get();
      }
      return new ReceivedUpload(folder, digest);
    } catch (IOException | RuntimeException e) {
      remove(folder);
      if (e instanceof IncompleteBodyException) {
        LOG.warnf("Upload broken off reason=%s", e.getCause());
      }
      throw e instanceof IOException io
          ? new UncheckedIOException("the upload cannot be kept on the disk", io)
          : (RuntimeException) e;
    }
  }

  public Path file() {
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
