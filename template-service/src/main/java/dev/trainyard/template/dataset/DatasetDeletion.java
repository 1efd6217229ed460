package dev.trainyard.template.dataset;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.template.template.TemplateStore;
import dev.trainyard.template.use.DatasetUses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Deletes datasets' rows. Thread-safe. */
@ApplicationScoped
public class DatasetDeletion {
  /** For who is still storing something and has yet to find out. */
  private static final Duration STRAGGLING = Duration.ofMinutes(10);

  private static final int BATCH = 100;

  private final DatasetStore datasets;
  private final UploadStore uploads;
  private final TemplateStore templates;
  private final DatasetUses uses;
  private final ObjectDisposal disposal;
  private final Outbox outbox;
  private final Clock clock;

  DatasetDeletion(
      DatasetStore datasets,
      UploadStore uploads,
      TemplateStore templates,
      DatasetUses uses,
      ObjectDisposal disposal,
      Outbox outbox,
      Clock clock) {
    this.datasets = datasets;
    this.uploads = uploads;
    this.templates = templates;
    this.uses = uses;
    this.disposal = disposal;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Deletes a dataset's row; an upload or check that goes on finds that out.
   *
   * @return the key of what is left in the storage
   * @throws ConflictException if a template or a process trains on it
   */
  @Transactional
  Optional<String> delete(UUID id) {
    var dataset =
        datasets.findExclusive(id).orElseThrow(() -> new NotFoundException("dataset", id));
    requireUnnamed(id);
    uses.requireDatasetFree(id);
    var left = leftOf(dataset);
    datasets.delete(dataset);
    if (!dataset.isUnfinished()) {
      outbox.publish(EventType.DATASET_DELETED, id, dataset.toEvent(clock.instant()));
    }
    return left;
  }

  /** Deletes what was rejected of a project that is about to be deleted. */
  @Transactional
  public void deleteRejectedOf(UUID projectId) {
    datasets.rejectedOf(projectId).forEach(this::deleteRejected);
  }

  /** Deletes datasets that were rejected long ago. */
  @Transactional
  void deleteRejectedBefore(Instant time) {
    datasets.rejectedBefore(time, BATCH).forEach(this::deleteRejected);
  }

  private void deleteRejected(Dataset dataset) {
    receivedOf(dataset);
    datasets.delete(dataset);
    outbox.publish(EventType.DATASET_DELETED, dataset.id(), dataset.toEvent(clock.instant()));
  }

  private void requireUnnamed(UUID id) {
    templates
        .firstWithDataset(id)
        .ifPresent(
            template -> {
              throw new ConflictException(
                  "dataset-in-use",
                  "The template " + template.name() + " trains on this dataset.",
                  Map.of("templateId", template.id(), "templateName", template.name()));
            });
  }

  /** What of a dataset that goes is in the storage; it has no owner from now on. */
  private Optional<String> leftOf(Dataset dataset) {
    return switch (dataset.status()) {
      // Announced when it began, since it may come until its deadline.
      case UPLOADING, REJECTED -> receivedOf(dataset);
      case CHECKING -> {
        var key = receivedOf(dataset);
        key.ifPresent(received -> disposal.note(received, clock.instant().plus(STRAGGLING)));
        yield key;
      }
      case READY -> {
        disposal.note(dataset.objectKey(), clock.instant());
        yield Optional.of(dataset.objectKey());
      }
    };
  }

  /** Ends the upload, if there is one. */
  private Optional<String> receivedOf(Dataset dataset) {
    var upload = uploads.findByIdOptional(dataset.id());
    upload.ifPresent(found -> uploads.end(found, clock.instant()));
    return upload.map(PendingUpload::objectKey);
  }
}
