package dev.trainyard.template.dataset;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.project.ProjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The steps of an upload in the database, each a transaction of its own. Thread-safe. */
@ApplicationScoped
class UploadLifecycle {
  private static final Rejection DID_NOT_ARRIVE =
      Rejection.unread("upload did not arrive; send it again");
  private static final Rejection NOT_COMPLETED =
      Rejection.unread("images were waited for, but none came and nobody completed the dataset");

  private static final int BATCH = 100;

  private final DatasetStore datasets;
  private final UploadStore uploads;
  private final ProjectStore projects;
  private final ObjectDisposal disposal;
  private final Outbox outbox;
  private final DatasetConfig config;
  private final Clock clock;

  UploadLifecycle(
      DatasetStore datasets,
      UploadStore uploads,
      ProjectStore projects,
      ObjectDisposal disposal,
      Outbox outbox,
      DatasetConfig config,
      Clock clock) {
    this.datasets = datasets;
    this.uploads = uploads;
    this.projects = projects;
    this.disposal = disposal;
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
  }

  /**
   * A dataset is on its way; what of it is stored is not kept for ever.
   *
   * @throws NotFoundException if there is no such project
   */
  @Transactional
  void begin(DatasetDraft draft) {
    var upload = persist(draft, config.uploadTimeout());
    // Later than the deadline: until then it may still be written.
    disposal.note(upload.objectKey(), clock.instant().plus(config.uploadTimeout().multipliedBy(2)));
  }

  /**
   * A dataset is on its way, image by image.
   *
   * @throws NotFoundException if there is no such project
   */
  @Transactional
  void beginOneByOne(DatasetDraft draft) {
    persist(draft, config.imagesTimeout()).oneByOne();
  }

  private PendingUpload persist(DatasetDraft draft, Duration timeout) {
    projects.requireShared(draft.projectId());
    var now = clock.instant();
    datasets.persist(new Dataset(draft, now));
    // The other row refers to this one.
    datasets.flush();
    var upload = new PendingUpload(draft, now.plus(timeout));
    uploads.persist(upload);
    return upload;
  }

  /**
   * What is known of an upload that goes on; wants a transaction.
   *
   * @throws ConflictException if nothing more is taken of it
   */
  PendingUpload requireUploading(UUID id) {
    var dataset = datasets.require(id);
    if (dataset.status() != DatasetStatus.UPLOADING) {
      throw new ConflictException(
          "upload-ended",
          "The dataset is " + dataset.status() + "; " + dataset.whatToDo(),
          Map.of("datasetId", id, "status", dataset.status()));
    }
    return uploads.findByIdOptional(id).orElseThrow(() -> ended(id));
  }

  /**
   * The archive is stored, and is checked from now on.
   *
   * @param from when others than the caller may begin with it
   * @throws ConflictException if the upload was cancelled or took too long
   */
  @Transactional
  void arrived(UUID id, long sizeBytes, Instant from) {
    var dataset =
        datasets
            .findExclusive(id)
            .filter(found -> found.status() == DatasetStatus.UPLOADING)
            .orElseThrow(() -> ended(id));
    var upload = uploads.findExclusive(id).orElseThrow(() -> ended(id));
    dataset.arrived(sizeBytes);
    upload.arrived(from);
    if (!upload.isOneByOne()) {
      disposal.takeOver(upload.objectKey());
    }
  }

  static ConflictException ended(UUID id) {
    return new ConflictException(
        "upload-ended",
        "The upload was cancelled, or took longer than is allowed; send it again.",
        Map.of("datasetId", id));
  }

  /** As if the upload had never begun. */
  @Transactional
  void forget(UUID id) {
    datasets
        .findExclusive(id)
        .filter(dataset -> dataset.status() == DatasetStatus.UPLOADING)
        .ifPresent(datasets::delete);
  }

  /** Uploads whose deadline is over. */
  @Transactional
  List<UUID> overdue() {
    return uploads.overdue(clock.instant(), BATCH);
  }

  /**
   * Gives up an upload whose deadline is over.
   *
   * @return the key of what may have arrived; empty if the upload has ended otherwise
   */
  @Transactional
  Optional<String> expire(UUID id) {
    var now = clock.instant();
    var dataset =
        datasets.findExclusive(id).filter(found -> found.status() != DatasetStatus.CHECKING);
    var upload = uploads.findByIdOptional(id).filter(found -> !found.deadline().isAfter(now));
    if (dataset.isEmpty() || upload.isEmpty()) {
      return Optional.empty();
    }
    uploads.end(upload.get(), now);
    if (dataset.get().status() == DatasetStatus.UPLOADING) {
      dataset.get().reject(upload.get().isOneByOne() ? NOT_COMPLETED : DID_NOT_ARRIVE, now);
      outbox.publish(EventType.DATASET_REJECTED, id, dataset.get().toEvent(now));
    }
    return Optional.of(upload.get().objectKey());
  }
}
