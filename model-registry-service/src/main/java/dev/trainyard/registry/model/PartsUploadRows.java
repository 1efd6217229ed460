package dev.trainyard.registry.model;

import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What the database knows of uploads in parts; each method is one transaction. Thread-safe. */
@ApplicationScoped
class PartsUploadRows {
  private final ModelStore models;

  PartsUploadRows(ModelStore models) {
    this.models = models;
  }

  /**
   * Notes that somebody is given addresses to upload to, before they are made: whatever is begun in
   * the storage then goes when the model goes.
   *
   * @return the upload that there is
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive is stored already
   */
  @Transactional
  Optional<PartsUpload> requested(UUID id, Instant now, Instant expiresAt) {
    var model = pending(id);
    model.uploadRequested(now, expiresAt);
    return Optional.ofNullable(model.partsUpload);
  }

  /** The upload that there is; empty if there is none, or the archive is stored. */
  @Transactional
  Optional<PartsUpload> find(UUID id) {
    return Optional.ofNullable(models.find(id, LockModeType.NONE).partsUpload);
  }

  /**
   * Puts an upload in the place of the one that was found, unless somebody was faster.
   *
   * @param found null if there was none
   * @param next null for none
   * @return the upload that there is then; empty if there is none
   * @throws NotFoundException if the model was deleted meanwhile
   * @throws ConflictException if its archive was stored meanwhile
   */
  @Transactional
  Optional<PartsUpload> replace(UUID id, PartsUpload found, PartsUpload next) {
    var model = pending(id);
    if (Objects.equals(model.partsUpload, found)) {
      model.partsUpload = next;
    }
    return Optional.ofNullable(model.partsUpload);
  }

  private Model pending(UUID id) {
    var model = models.find(id, LockModeType.PESSIMISTIC_WRITE);
    if (model.isComplete()) {
      throw new ConflictException(
          "model-complete",
          "The model's archive is stored; there is nothing to upload any more.",
          Map.of("modelId", id, "sha256", model.sha256));
    }
    return model;
  }
}
