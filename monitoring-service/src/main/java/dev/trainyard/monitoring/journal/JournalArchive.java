package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/** Where days of the journal lie after they were deleted: one object each. Thread-safe. */
@ApplicationScoped
class JournalArchive {
  private static final String MEDIA_TYPE = "application/gzip";

  private final ArchiveConfig config;
  private final StorageConfig storageConfig;
  private final ObjectStorage storage;

  JournalArchive(ArchiveConfig config, StorageConfig storageConfig, ObjectStorage storage) {
    this.config = config;
    this.storageConfig = storageConfig;
    this.storage = storage;
  }

  void requireStorage(@Observes StartupEvent event) {
    if (isEnabled() && storageConfig.endpoint().isEmpty()) {
      throw new IllegalStateException(
          "trainyard.journal.archive.enabled is true, but trainyard.storage.endpoint is not set:"
              + " set it, or trainyard.journal.archive.enabled to false");
    }
  }

  /** Whether days are archived before they are deleted. */
  boolean isEnabled() {
    return config.enabled().orElse(storageConfig.endpoint().isPresent());
  }

  /**
   * Puts the file of a day into the storage and reads it back.
   *
   * @return where it is
   * @throws DependencyUnavailableException if the storage does not answer
   * @throws IllegalStateException if what is read back is not what was put there
   */
  String put(JournalDay day, ArchiveFile file) {
    var date = day.day();
    var key = "journal/%04d/%02d/%s.jsonl.gz".formatted(date.getYear(), date.getMonthValue(), date);
    storage.put(config.bucket(), key, file.path(), MEDIA_TYPE);
    var stored = digestOf(key);
    if (!stored.equals(file.sha256())) {
      throw new IllegalStateException(
          "the archive %s/%s is not what was put there".formatted(config.bucket(), key));
    }
    return config.bucket() + "/" + key;
  }

  private String digestOf(String key) {
    var digest = ChainHash.sha256();
    try (var content =
        storage
            .open(config.bucket(), key)
            .orElseThrow(() -> new IllegalStateException("the archive " + key + " is not there"))) {
      content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    } catch (IOException e) {
      throw new DependencyUnavailableException("The object storage", e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
