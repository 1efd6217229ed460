package dev.trainyard.template.dataset;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.tenant.AcrossTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The steps of a check in the database, each a transaction of its own. An attempt that is not the
 * newest any more changes nothing and is told so. Thread-safe.
 */
@ApplicationScoped
class CheckLifecycle {
  /** Before what failed is tried again. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final DatasetStore datasets;
  private final UploadStore uploads;
  private final DatasetReports reports;
  private final ObjectDisposal disposal;
  private final Outbox outbox;
  private final DatasetConfig config;
  private final Clock clock;

  CheckLifecycle(
      DatasetStore datasets,
      UploadStore uploads,
      DatasetReports reports,
      ObjectDisposal disposal,
      Outbox outbox,
      DatasetConfig config,
      Clock clock) {
    this.datasets = datasets;
    this.uploads = uploads;
    this.reports = reports;
    this.disposal = disposal;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
  }

  /** Begins to check what has waited longest, whose it may be. */
  @AcrossTenants
  @Transactional
  Optional<CheckTask> claimNext() {
    var now = clock.instant();
    return uploads.claimNext(now, now.plus(config.checkLease())).map(this::task);
  }

  /** Begins to check a dataset that nobody is checking. */
  @Transactional
  Optional<CheckTask> claim(UUID id) {
    var now = clock.instant();
    return uploads.claim(id, now, now.plus(config.checkLease())).map(this::task);
  }

  private CheckTask task(UUID id) {
    return CheckTask.of(datasets.require(id), uploads.findById(id));
  }

  /**
   * @return false if the attempt is not the newest any more
   */
  @Transactional
  boolean renew(CheckTask task, ProgressView progress) {
    return uploads.renew(task, clock.instant().plus(config.checkLease()), progress);
  }

  /**
   * The archive is about to be stored where it stays.
   *
   * @return false if the attempt is not the newest any more
   */
  @Transactional
  boolean announce(CheckTask task) {
    var holds = uploads.findExclusive(task.datasetId()).filter(task::isNewestOf).isPresent();
    if (holds) {
      disposal.note(task.archiveKey(), clock.instant().plus(config.uploadTimeout()));
    }
    return holds;
  }

  /**
   * The archive is a dataset.
   *
   * @return false if the attempt is not the newest any more
   */
  @Transactional
  boolean ready(CheckTask task, CheckedArchive checked) {
    var dataset = end(task, true);
    dataset.ifPresent(
        found -> {
          disposal.takeOver(checked.objectKey());
          var now = clock.instant();
          found.ready(datasets.nextVersion(found.projectId(), found.name()), checked, now);
          reports.put(found.id(), checked.content().report());
          outbox.publish(EventType.DATASET_UPLOADED, found.id(), found.toEvent(now));
          outbox.publish(EventType.DATASET_READY, found.id(), found.toEvent(now));
        });
    return dataset.isPresent();
  }

  /**
   * The archive is no dataset. Images that came one by one stay, to be mended.
   *
   * @return false if the attempt is not the newest any more
   */
  @Transactional
  boolean reject(CheckTask task, Rejection rejection) {
    var dataset = end(task, !task.oneByOne());
    dataset.ifPresent(
        found -> {
          var now = clock.instant();
          found.reject(rejection, now);
          rejection
              .report()
              .ifPresentOrElse(
                  report -> reports.put(found.id(), report), () -> reports.remove(found.id()));
          outbox.publish(EventType.DATASET_REJECTED, found.id(), found.toEvent(now));
        });
    return dataset.isPresent();
  }

  /**
   * The dataset, locked.
   *
   * @param forGood whether what was received has no owner from then on
   */
  private Optional<Dataset> end(CheckTask task, boolean forGood) {
    var dataset = datasets.findExclusive(task.datasetId());
    var upload = uploads.findExclusive(task.datasetId()).filter(task::isNewestOf);
    if (upload.isEmpty()) {
      return Optional.empty();
    }
    if (!forGood) {
      upload.get().rejected(clock.instant().plus(config.imagesTimeout()));
      return dataset;
    }
    uploads.end(upload.get(), clock.instant());
    // Removed at once, and once more in case another attempt is storing it again.
    disposal.note(task.receivedKey(), clock.instant().plus(config.checkLease()));
    return dataset;
  }

  /**
   * Leaves the check to a later attempt.
   *
   * @param counted whether this one was one of the few that a dataset has
   */
  @Transactional
  void putOff(CheckTask task, boolean counted) {
    uploads.putOff(task, clock.instant().plus(PAUSE), counted);
  }

  /** Whether the dataset is still to be checked. */
  @Transactional
  boolean isPending(UUID id) {
    return uploads.findByIdOptional(id).isPresent();
  }
}
