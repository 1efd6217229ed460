package dev.trainyard.template.dataset;

import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.template.use.UseReview;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.UUID;

/** Brings archives out of the storage, and away. Thread-safe. */
@ApplicationScoped
public class DatasetArchives {
  private final DatasetService datasets;
  private final DatasetDeletion deletion;
  private final UseReview review;
  private final OwnerlessObjects ownerless;
  private final ReceivedObjects received;
  private final ObjectStorage storage;
  private final DatasetConfig config;

  DatasetArchives(
      DatasetService datasets,
      DatasetDeletion deletion,
      UseReview review,
      OwnerlessObjects ownerless,
      ReceivedObjects received,
      ObjectStorage storage,
      DatasetConfig config) {
    this.datasets = datasets;
    this.deletion = deletion;
    this.review = review;
    this.ownerless = ownerless;
    this.received = received;
    this.storage = storage;
    this.config = config;
  }

  /** Deletes a dataset that nothing needs, then what of it is stored. */
  public void delete(UUID id) {
    review.beforeDatasetGoes(id);
    deletion
        .delete(id)
        .ifPresent(
            key -> {
              if (key.startsWith(PendingUpload.PREFIX)) {
                received.tryToRemove(key);
              } else {
                ownerless.removeNow(key);
              }
            });
  }

  /** Where the archive can be fetched for a limited time. */
  public URI contentOf(UUID id) {
    var archive = datasets.archiveOf(id);
    return storage.presignedGet(config.bucket(), archive.objectKey(), archive.fileName());
  }
}
