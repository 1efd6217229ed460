package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.ConflictException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * The steps of an upload in parts in the database, each a transaction of its own. Thread-safe.
 *
 * @see UploadLifecycle
 */
@ApplicationScoped
class PartsLifecycle {
  private final DatasetStore datasets;
  private final UploadLifecycle lifecycle;
  private final Clock clock;

  PartsLifecycle(DatasetStore datasets, UploadLifecycle lifecycle, Clock clock) {
    this.datasets = datasets;
    this.lifecycle = lifecycle;
    this.clock = clock;
  }

  /**
   * The storage waits for the parts.
   *
   * @throws ConflictException if the upload was cancelled meanwhile
   */
  @Transactional
  void begun(UUID id, String uploadId, long partBytes) {
    lifecycle.requireUploading(id).inParts(uploadId, partBytes);
  }

  /**
   * How an upload is divided.
   *
   * @throws ConflictException if there are no parts to send any more
   */
  @Transactional
  Parts parts(UUID id) {
    var upload = lifecycle.requireUploading(id);
    return upload.parts(datasets.require(id).sizeBytes()).orElseThrow(() -> notInParts(upload));
  }

  private static ConflictException notInParts(PendingUpload upload) {
    return new ConflictException(
        "not-in-parts",
        "The dataset is not uploaded in parts; "
            + (upload.isOneByOne()
                ? "PUT its images to /api/v1/datasets/%s/images.".formatted(upload.datasetId())
                : "wait for the request that brings it."),
        Map.of("datasetId", upload.datasetId()));
  }

  /** Whether all parts were said to be there before. */
  @Transactional
  boolean hasArrived(UUID id) {
    return datasets.require(id).status() != DatasetStatus.UPLOADING;
  }

  /**
   * All parts are there.
   *
   * @throws ConflictException if the upload was cancelled or took too long
   */
  @Transactional
  void arrived(UUID id, Parts parts) {
    // Of two at a time the second comes too late, and all is well.
    if (datasets
        .findExclusive(id)
        .filter(found -> found.status() == DatasetStatus.CHECKING)
        .isEmpty()) {
      lifecycle.arrived(id, parts.division().sizeBytes(), clock.instant());
    }
  }
}
