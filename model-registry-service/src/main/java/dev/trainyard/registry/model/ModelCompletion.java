package dev.trainyard.registry.model;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.ModelManifest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Completes models, and judges them by their gate: when they are completed, and again when somebody
 * asks. Each judgement looks at one state of the gate and of the aliases, which stays until the
 * judgement is stored. Each method is one transaction. Thread-safe.
 */
@ApplicationScoped
class ModelCompletion {
  private final EntityManager entities;
  private final ModelStore models;
  private final ModelSeries series;
  private final ModelJudge judge;
  private final ObjectDisposal disposal;

  ModelCompletion(
      EntityManager entities,
      ModelStore models,
      ModelSeries series,
      ModelJudge judge,
      ObjectDisposal disposal) {
    this.entities = entities;
    this.models = models;
    this.series = series;
    this.judge = judge;
    this.disposal = disposal;
  }

  /**
   * Makes a model ready, or rejected by its gate, whose archive lies under {@code key}, noted for
   * disposal.
   *
   * @throws ConflictException if it is complete with another archive, or the note is gone
   * @throws NotFoundException if it was deleted meanwhile
   */
  @Transactional
  ModelView complete(
      UUID id, String key, CompleteModelRequest request, ModelManifest manifest, Instant now) {
    series.lockOf(id);
    var model = models.find(id, LockModeType.PESSIMISTIC_WRITE);
    if (model.isComplete()) {
      return requireSame(models.view(model), request);
    }
    if (!disposal.cancel(key)) {
      throw new ConflictException(
          "completion-expired", "Storing the archive took too long; complete again.", Map.of());
    }
    model.complete(key, request, manifest, now);
    model.judged(judge.reasonsAgainst(model));
    // Whoever has the address can write there until it expires.
    disposal.note(Buckets.uploadKey(id), model.uploadExpiresAt);
    models.publish(EventType.MODEL_CREATED, model, now);
    entities.flush();
    return models.view(model);
  }

  /** Lets a repeated completion pass, and no other. */
  static ModelView requireSame(ModelView complete, CompleteModelRequest request) {
    if (!complete.sha256().equals(request.sha256())
        || complete.sizeBytes() != request.sizeBytes()) {
      throw new ConflictException(
          "model-complete",
          "This model is complete, with another archive; models never change.",
          Map.of("modelId", complete.id(), "sha256", complete.sha256()));
    }
    return complete;
  }

  /**
   * Judges a model by the gate and the champion that there are now. One that is in use is not
   * rejected.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet, or it does not pass but has
   *     aliases
   */
  @Transactional
  ModelView judgeAgain(UUID id, Instant now) {
    series.lockOf(id);
    var model = models.complete(id, LockModeType.PESSIMISTIC_WRITE);
    var reasons = judge.reasonsAgainst(model);
    var present = models.view(model);
    if (reasons.equals(model.gateReasons())) {
      return present;
    }
    if (!reasons.isEmpty() && !present.aliases().isEmpty()) {
      throw new ConflictException(
          "model-has-aliases",
          "The model does not pass the gate, but is in use as %s and stays READY. Point that at another version, or take it away, then ask again."
              .formatted(String.join(", ", present.aliases())),
          Map.of("modelId", id, "aliases", present.aliases(), "gateReasons", reasons));
    }
    model.judged(reasons);
    entities.flush();
    models.publish(EventType.MODEL_UPDATED, model, now);
    return models.view(model);
  }
}
