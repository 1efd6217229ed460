package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.archive.ArchiveChecker;
import dev.trainyard.template.archive.ArchiveContent;
import dev.trainyard.template.archive.ArchiveFormat;
import dev.trainyard.template.archive.DatasetImage;
import dev.trainyard.template.archive.DividedArchive;
import dev.trainyard.template.archive.InvalidArchiveException;
import dev.trainyard.template.dataset.ImageObjects.MissingImageException;
import dev.trainyard.template.dataset.Parts.ChangedPartsException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One attempt to check a dataset: fetch what was received → check → store the archive → READY or
 * REJECTED. Whatever fails, the dataset stays CHECKING for the next attempt. Thread-safe.
 */
@ApplicationScoped
class DatasetCheck {
  private static final Logger LOG = Logger.getLogger(DatasetCheck.class);

  private final CheckLifecycle lifecycle;
  private final ReceivedObjects received;
  private final ObjectDisposal disposal;
  private final WorkFolder folder;
  private final ObjectStorage storage;
  private final ArchiveChecker checker;
  private final DatasetConfig config;

  DatasetCheck(
      CheckLifecycle lifecycle,
      ReceivedObjects received,
      ObjectDisposal disposal,
      WorkFolder folder,
      ObjectStorage storage,
      ArchiveChecker checker,
      DatasetConfig config) {
    this.lifecycle = lifecycle;
    this.received = received;
    this.disposal = disposal;
    this.folder = folder;
    this.storage = storage;
    this.checker = checker;
    this.config = config;
  }

  /**
   * @param atHand what was received, if it is on this replica's disk
   */
  void run(RunningCheck check, Optional<ReceivedFile> atHand) {
    var task = check.task();
    try {
      if (task.triesLeft() < 0) {
        reject(
            task,
            "could not be checked: the service failed %d times at it; %s"
                .formatted(
                    PendingUpload.TRIES,
                    task.oneByOne()
                        ? "complete it again"
                        : "send it again, or in several datasets"));
      } else if (atHand.isPresent()) {
        check(check, atHand.get());
      } else {
        fetchAndCheck(check);
      }
    } catch (MissingImageException e) {
      reject(task, e.getMessage());
    } catch (ChangedPartsException e) {
      reject(task, "had parts that were sent again after it was complete; send it again");
    } catch (DependencyUnavailableException e) {
      // Neither the archive's fault nor the service's.
      LOG.warnf("Check put off datasetId=%s reason=%s", task.datasetId(), e);
      putOff(check, false);
    } catch (IOException | RuntimeException e) {
      LOG.errorf(e, "Check failed datasetId=%s attempt=%d", task.datasetId(), task.attempt());
      putOff(check, true);
    }
  }

  private void putOff(RunningCheck check, boolean counted) {
    var task = check.task();
    if (!check.giveBack()) {
      return;
    }
    try {
      lifecycle.putOff(task, counted);
    } catch (RuntimeException e) {
      LOG.warnf("Check waits for the end of its lease datasetId=%s reason=%s", task.datasetId(), e);
    }
  }

  private void fetchAndCheck(RunningCheck check) throws IOException {
    var task = check.task();
    var fetched = received.fetch(task, folder.path(), maxBytes(task));
    if (fetched.isEmpty()) {
      reject(task, "is not in the storage any more; send it again");
      return;
    }
    try (var archive = fetched.get()) {
      // A part may have been sent again after the parts were counted.
      if (task.parts()
          .filter(parts -> parts.division().sizeBytes() != archive.sizeBytes())
          .isPresent()) {
        reject(
            task,
            "has %d bytes, not as many as were announced; send it again"
                .formatted(archive.sizeBytes()));
        return;
      }
      check(check, archive);
    }
  }

  /** What is larger was not announced, and is not brought to the disk. */
  private long maxBytes(CheckTask task) {
    return task.parts()
        .map(parts -> parts.division().sizeBytes())
        .orElse(config.maxArchiveSize().asLongValue());
  }

  private void check(RunningCheck check, ReceivedFile archive) throws IOException {
    var task = check.task();
    if (task.sha256().filter(announced -> !announced.equals(archive.digest())).isPresent()) {
      reject(
          task,
          "was changed on the way: its SHA-256 is %s, not the one that was announced; send it again"
              .formatted(archive.digest()));
      return;
    }
    try {
      switch (ArchiveFormat.of(archive.file())) {
        case ZIP -> checkZip(check, archive);
        case TAR_GZ -> checkTar(check, archive);
      }
    } catch (InvalidArchiveException e) {
      ended(task, lifecycle.reject(task, Rejection.of(e, archive)));
    }
  }

  private void checkTar(RunningCheck check, ReceivedFile tar) throws IOException {
    try (var zip =
        ReceivedFile.write(folder.path(), target -> checker.writeZip(tar.file(), target))) {
      checkZip(check, zip);
    }
  }

  private void checkZip(RunningCheck check, ReceivedFile zip) throws IOException {
    var task = check.task();
    var content = checker.check(zip.file(), task.split(), check::progressed);
    if (content.divided().isEmpty()) {
      store(task, zip, content);
    } else {
      storeDivided(task, zip, content, content.divided().get());
    }
  }

  private void storeDivided(
      CheckTask task, ReceivedFile source, ArchiveContent content, List<DatasetImage> images)
      throws IOException {
    try (var divided =
        ReceivedFile.write(
            folder.path(), target -> DividedArchive.write(source.file(), images, target))) {
      store(task, divided, content);
    }
  }

  /** What is stored is the very file that was checked, or made of it. */
  private void store(CheckTask task, ReceivedFile archive, ArchiveContent content) {
    if (!lifecycle.announce(task)) {
      ended(task, false);
      return;
    }
    var key = task.archiveKey();
    try {
      storage.put(config.bucket(), key, archive.file(), "application/zip");
      var split = content.divided().isPresent() ? task.split() : null;
      var ready =
          lifecycle.ready(
              task, new CheckedArchive(key, archive.sizeBytes(), archive.digest(), content, split));
      if (!ready) {
        disposal.removeEarly(key);
      }
      ended(task, ready);
    } catch (RuntimeException e) {
      disposal.removeEarly(key);
      throw e;
    }
  }

  private void reject(CheckTask task, String reason) {
    ended(task, lifecycle.reject(task, Rejection.unread(reason)));
  }

  /** Unless another attempt is at work on it, what was received is needed no more. */
  private void ended(CheckTask task, boolean byThisAttempt) {
    if (!byThisAttempt) {
      LOG.infof("Check outrun datasetId=%s attempt=%d", task.datasetId(), task.attempt());
    }
    if (byThisAttempt || !lifecycle.isPending(task.datasetId())) {
      received.tryToRemove(task.receivedKey());
    }
  }
}
