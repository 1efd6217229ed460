package dev.trainyard.registry.model;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.problem.ConflictException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of imported models; each method is one transaction. A model with the same weights and
 * config under the same name is not imported twice. Thread-safe.
 */
@ApplicationScoped
public class ModelImports {
  private static final String LOCK_PROJECT =
      "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?1, 0))";
  private static final String OF_KEY = "from Model m where m.projectId = ?1 and m.importKey = ?2";
  private static final String OF_CONTENT =
      "from Model m where m.projectId = ?1 and m.nameKey = ?2 and m.status <> ?3 and m.config = ?4"
          + " order by m.version desc";

  private final EntityManager entities;
  private final ModelStore models;
  private final ModelJudge judge;
  private final ObjectDisposal disposal;

  ModelImports(
      EntityManager entities, ModelStore models, ModelJudge judge, ObjectDisposal disposal) {
    this.entities = entities;
    this.models = models;
    this.judge = judge;
    this.disposal = disposal;
  }

  /** A model, and whether it came about just now. */
  public record Addition(ModelView model, boolean created) {}

  /**
   * The model that an import would repeat.
   *
   * @throws ConflictException if the key was used for another one
   */
  @Transactional
  public Optional<ModelView> earlier(ImportedModel model) {
    return find(model).map(models::view);
  }

  /**
   * Adds a model whose archive lies under {@code archiveKey}, noted for disposal; or finds the one
   * that another request added meanwhile.
   *
   * @throws ConflictException if the key was used for another one, or the note is gone
   */
  @Transactional
  public Addition add(UUID id, ImportedModel imported, String archiveKey, Instant now) {
    // Two of the same at once: the second waits, then finds the first's.
    entities
        .createNativeQuery(LOCK_PROJECT, Integer.class)
        .setParameter(1, "import/" + imported.projectId())
        .getSingleResult();
    var earlier = find(imported);
    if (earlier.isPresent()) {
      return new Addition(models.view(earlier.get()), false);
    }
    // Holds the series locked, so that the champion stays who it is.
    var version = models.nextVersion(imported.projectId(), imported.name());
    if (!disposal.cancel(archiveKey)) {
      throw new ConflictException(
          "import-expired", "Storing the archive took too long; import it again.", Map.of());
    }
    var model = new Model(id, version, imported, archiveKey, now);
    model.judged(judge.reasonsAgainst(model));
    entities.persist(model);
    models.publish(EventType.MODEL_CREATED, model, now);
    entities.flush();
    return new Addition(models.view(model), true);
  }

  private Optional<Model> find(ImportedModel imported) {
    var ofKey = imported.key() == null ? Optional.<Model>empty() : ofKey(imported);
    return ofKey.isPresent()
        ? ofKey
        : entities
            .createQuery(OF_CONTENT, Model.class)
            .setParameter(1, imported.projectId())
            .setParameter(2, NameKey.of(imported.name()))
            .setParameter(3, ModelStatus.PENDING)
            .setParameter(4, imported.manifest().document())
            .setMaxResults(1)
            .getResultStream()
            .findFirst();
  }

  private Optional<Model> ofKey(ImportedModel imported) {
    var found =
        entities
            .createQuery(OF_KEY, Model.class)
            .setParameter(1, imported.projectId())
            .setParameter(2, imported.key())
            .getResultStream()
            .findFirst();
    found
        .filter(model -> !model.isImportOf(imported))
        .ifPresent(
            model -> {
              throw new ConflictException(
                  "idempotency-key-used",
                  "This Idempotency-Key was used for another model; choose another key.",
                  Map.of("modelId", model.id));
            });
    return found;
  }
}
