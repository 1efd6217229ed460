package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.BusyException;
import dev.trainyard.kit.problem.IncompleteBodyException;
import dev.trainyard.kit.storage.ObjectStorage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Receives archives as bodies of requests: row → disk → storage → check. Once the archive is in the
 * storage the dataset goes on whatever becomes of this service; before, nothing of it stays.
 * Thread-safe.
 */
@ApplicationScoped
public class DatasetUpload {
  private static final Logger LOG = Logger.getLogger(DatasetUpload.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

  private final UploadLifecycle lifecycle;
  private final DatasetChecks checks;
  private final ObjectDisposal disposal;
  private final WorkFolder folder;
  private final ObjectStorage storage;
  private final DatasetConfig config;
  private final Clock clock;
  private final Semaphore slots;

  DatasetUpload(
      UploadLifecycle lifecycle,
      DatasetChecks checks,
      ObjectDisposal disposal,
      WorkFolder folder,
      ObjectStorage storage,
      DatasetConfig config,
      Clock clock) {
    this.lifecycle = lifecycle;
    this.checks = checks;
    this.disposal = disposal;
    this.folder = folder;
    this.storage = storage;
    this.config = config;
    this.clock = clock;
    this.slots = new Semaphore(config.maxUploads());
  }

  /**
   * Takes an archive in and has it checked.
   *
   * @param wait whether to return when it is checked, not when it is stored
   * @throws dev.trainyard.kit.problem.PayloadTooLargeException if it is larger than allowed
   * @throws BusyException if too many are being received
   * @throws IncompleteBodyException if the sender stops sending
   */
  void upload(DatasetDraft draft, InputStream body, boolean wait) {
    var maxBytes = config.maxArchiveSize().asLongValue();
    if (draft.sizeBytes() > maxBytes) {
      throw ReceivedFile.tooLarge(maxBytes);
    }
    if (!slots.tryAcquire()) {
      throw new BusyException(
          "%d uploads are being received, as many as are allowed at a time; try again later."
              .formatted(config.maxUploads()),
          RETRY_AFTER);
    }
    try {
      lifecycle.begin(draft);
      receive(draft, body, maxBytes, wait);
    } finally {
      slots.release();
    }
  }

  private void receive(DatasetDraft draft, InputStream body, long maxBytes, boolean wait) {
    try (var archive = toDisk(draft, body, maxBytes)) {
      store(draft, archive, wait);
      if (wait) {
        checks.checkNow(draft.id(), archive);
      }
    }
    if (!wait) {
      checks.wake();
    }
  }

  private ReceivedFile toDisk(DatasetDraft draft, InputStream body, long maxBytes) {
    try {
      return ReceivedFile.receive(body, folder.path(), maxBytes);
    } catch (IncompleteBodyException e) {
      LOG.warnf("Upload broken off datasetId=%s reason=%s", draft.id(), e.getCause());
      lifecycle.forget(draft.id());
      throw e;
    } catch (IOException e) {
      lifecycle.forget(draft.id());
      throw new UncheckedIOException("the archive could not be held on the disk", e);
    } catch (RuntimeException e) {
      lifecycle.forget(draft.id());
      throw e;
    }
  }

  private void store(DatasetDraft draft, ReceivedFile archive, boolean wait) {
    var key = PendingUpload.PREFIX + draft.id();
    try {
      storage.put(config.bucket(), key, archive.file(), "application/octet-stream");
      var now = clock.instant();
      // Who waits has the archive at hand: a head start.
      lifecycle.arrived(
          draft.id(), archive.sizeBytes(), wait ? now.plus(config.checkLease()) : now);
    } catch (RuntimeException e) {
      LOG.warnf("Upload failed, its object goes datasetId=%s", draft.id());
      lifecycle.forget(draft.id());
      // Unless the row says that it has arrived, which the failure may have hidden.
      disposal.removeEarly(key);
      throw e;
    }
  }
}
