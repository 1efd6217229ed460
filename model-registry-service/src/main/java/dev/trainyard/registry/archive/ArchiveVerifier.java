package dev.trainyard.registry.archive;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageStream;
import dev.trainyard.registry.RegistryConfig;
import dev.trainyard.weights.FileDigest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Brings an uploaded archive to this machine's disk, reading it once, and checks it there. What is
 * checked is the copy: whoever still has the upload's address cannot change it. Thread-safe.
 */
@ApplicationScoped
public class ArchiveVerifier {
  /** What files of a moment end with, so that those of an earlier life are found and removed. */
  public static final String FILE_SUFFIX = ".model.zip";

  private static final Logger LOG = Logger.getLogger(ArchiveVerifier.class);
  private static final Duration LEFT_OVER_AFTER = Duration.ofDays(1);

  private final ObjectStorage storage;
  private final ArchiveInspector inspector;
  private final Path directory;
  private final long maxBytes;
  private final Clock clock;

  ArchiveVerifier(ObjectStorage storage, RegistryConfig config, Clock clock) {
    this.storage = storage;
    this.directory = config.workDirectory();
    this.maxBytes = config.maxArchiveSize().asLongValue();
    this.inspector = new ArchiveInspector(maxBytes);
    this.clock = clock;
  }

  /**
   * @param sha256 digest that the archive must have, lower-case hex
   * @param sizeBytes size that it must have
   * @throws UploadMissingException if nothing was uploaded
   * @throws PayloadTooLargeException if it is larger than allowed
   * @throws InvalidArchiveException if it is not that archive, or no model's archive
   * @throws DependencyUnavailableException if the storage does not answer
   */
  public VerifiedArchive fetch(String bucket, String key, String sha256, long sizeBytes) {
    requireSize(sizeBytes);
    var stored = storage.size(bucket, key).orElseThrow(UploadMissingException::new);
    if (stored != sizeBytes) {
      throw wrongSize(stored);
    }
    try {
      Files.createDirectories(directory);
      var file = Files.createTempFile(directory, "", FILE_SUFFIX);
      try {
        copy(bucket, key, file, sha256, sizeBytes);
        return new VerifiedArchive(file, inspector.inspect(file));
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(file);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws PayloadTooLargeException if an archive of this size is larger than allowed
   */
  public void requireSize(long sizeBytes) {
    if (sizeBytes > maxBytes) {
      throw new PayloadTooLargeException(
          "A model's archive may have at most " + maxBytes + " bytes.", maxBytes);
    }
  }

  /**
   * Checks an archive on this machine's disk.
   *
   * @throws InvalidArchiveException if it is no model's archive
   */
  public ModelManifest inspect(Path file) throws IOException {
    return inspector.inspect(file);
  }

  /** Removes what an earlier life of this service left on the disk. */
  public void removeLeftOvers() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    var before = clock.instant().minus(LEFT_OVER_AFTER);
    try (var files = Files.newDirectoryStream(directory, "*" + FILE_SUFFIX + "*")) {
      for (var file : files) {
        if (lastModified(file).isBefore(before)) {
          TemporaryFiles.remove(file);
        }
      }
    } catch (IOException e) {
      LOG.warnf("Left-over files not removed directory=%s reason=%s", directory, e.getMessage());
    }
  }

  private static Instant lastModified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  private void copy(String bucket, String key, Path file, String sha256, long sizeBytes)
      throws IOException {
    FileDigest found;
    // It may have gone since its size was asked.
    var stored = storage.open(bucket, key).orElseThrow(UploadMissingException::new);
    try (var content = new StorageStream(stored);
        var target = Files.newOutputStream(file)) {
      // It may have been replaced by a larger one since its size was asked.
      found = FileDigest.copy(content, target, sizeBytes + 1);
    }
    if (found.sizeBytes() != sizeBytes) {
      throw wrongSize(found.sizeBytes());
    }
    if (!found.sha256().equals(sha256)) {
      throw new InvalidArchiveException("sha256", "the uploaded archive has " + found.sha256());
    }
  }

  private static InvalidArchiveException wrongSize(long actual) {
    return new InvalidArchiveException(
        "sizeBytes", "the uploaded archive has " + actual + " bytes");
  }
}
