package dev.trainyard.registry.model;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.InvalidArchiveException;
import dev.trainyard.registry.archive.UploadMissingException;
import dev.trainyard.registry.archive.VerifiedArchive;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;

/** The stored archives of models, for other features of this service. Thread-safe. */
@ApplicationScoped
public class TrainedArchives {
  private final TrainedModels models;
  private final ArchiveVerifier verifier;

  TrainedArchives(TrainedModels models, ArchiveVerifier verifier) {
    this.models = models;
    this.verifier = verifier;
  }

  /**
   * Brings a model's archive to this machine's disk and checks it there.
   *
   * @throws NotFoundException if the model was deleted meanwhile
   * @throws ConflictException if the storage has lost the archive, or holds other bytes
   * @throws DependencyUnavailableException if the storage does not answer
   */
  public VerifiedArchive fetch(TrainedModel model) {
    try {
      return verifier.fetch(Buckets.MODELS, model.archiveKey(), model.sha256(), model.sizeBytes());
    } catch (UploadMissingException | InvalidArchiveException e) {
      // Its object goes with it.
      models.ready(model.id());
      throw broken(model.id());
    }
  }

  /** Neither the client nor what it sent is at fault. */
  private static ConflictException broken(UUID id) {
    return new ConflictException(
        "archive-broken",
        "The model's archive is missing from the storage, or is not what was stored. POST /api/v1/models/%s/integrity says what is wrong and what to do."
            .formatted(id),
        Map.of("modelId", id));
  }
}
