package dev.trainyard.template.dataset;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.template.use.UseReview;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Brings archives out of the storage, and away. Thread-safe. */
@ApplicationScoped
public class DatasetArchives {
  private final DatasetService datasets;
  private final DatasetDeletion deletion;
  private final UseReview review;
  private final ObjectDisposal disposal;
  private final DatasetConfig config;

  DatasetArchives(
      DatasetService datasets,
      DatasetDeletion deletion,
      UseReview review,
      ObjectDisposal disposal,
      DatasetConfig config) {
    this.datasets = datasets;
    this.deletion = deletion;
    this.review = review;
    this.disposal = disposal;
    this.config = config;
  }

  /** Deletes a dataset that nothing needs, then what of it is stored. */
  public void delete(UUID id) {
    review.beforeDatasetGoes(id);
    deletion.delete(id).ifPresent(disposal::removeEarly);
  }

  /**
   * Where a dataset's archive lies.
   *
   * @throws dev.trainyard.kit.problem.ConflictException if it is not READY
   */
  public StoredFile archiveOf(UUID id) {
    return datasets.archiveOf(id, config.bucket());
  }
}
