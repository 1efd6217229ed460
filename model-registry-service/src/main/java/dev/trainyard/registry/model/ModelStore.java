package dev.trainyard.registry.model;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.http.EntityTags;
import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.registry.Buckets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The rows of the models; each method is one transaction. Thread-safe. */
@ApplicationScoped
class ModelStore {
  private static final String LOCK_RUN =
      "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?1, 0))";
  private static final String NEXT_VERSION =
      """
      INSERT INTO model_series (project_id, name_key, last_version) VALUES (?1, ?2, 1)
      ON CONFLICT (tenant, project_id, name_key) DO UPDATE SET last_version = model_series.last_version + 1
      RETURNING last_version
      """;
  private static final String ABANDONED =
      """
      SELECT * FROM model WHERE status = 'PENDING' AND upload_requested_at < ?1
      ORDER BY upload_requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
      """;

  private final EntityManager entities;
  private final ModelAliases aliases;
  private final Outbox outbox;
  private final ObjectDisposal disposal;

  ModelStore(EntityManager entities, ModelAliases aliases, Outbox outbox, ObjectDisposal disposal) {
    this.entities = entities;
    this.aliases = aliases;
    this.outbox = outbox;
    this.disposal = disposal;
  }

  /** A model, and whether it came about just now. */
  record Registration(ModelView model, boolean created) {}

  /**
   * Notes a model, or finds the one that this attempt of this process has registered before.
   *
   * @param newId its id if it is new
   * @throws ConflictException if the attempt has registered something else before
   */
  @Transactional
  Registration register(
      UUID newId, RegisterModelRequest request, Instant now, Instant uploadExpiresAt) {
    // Two registrations of one attempt at once: the second waits, then finds the first's.
    entities
        .createNativeQuery(LOCK_RUN, Integer.class)
        .setParameter(1, request.processId() + "/" + request.attempt())
        .getSingleResult();
    var earlier = ofRun(request.processId(), request.attempt());
    if (earlier.isPresent() && !earlier.get().isRegisteredBy(request)) {
      throw new ConflictException(
          "attempt-registered",
          "This attempt of the process has registered another model.",
          Map.of("modelId", earlier.get().id));
    }
    var model =
        earlier.orElseGet(
            () -> new Model(newId, nextVersion(request.projectId(), request.name()), request, now));
    if (model.status != ModelStatus.READY) {
      model.uploadRequested(now, uploadExpiresAt);
    }
    if (model.isComplete()) {
      // An agent that knows READY only uploads again; nobody reads that.
      disposal.note(Buckets.uploadKey(model.id), model.uploadExpiresAt);
    }
    if (earlier.isEmpty()) {
      entities.persist(model);
    }
    entities.flush();
    return new Registration(view(model), earlier.isEmpty());
  }

  /**
   * @throws NotFoundException if there is none
   */
  @Transactional
  ModelView get(UUID id) {
    return view(find(id, LockModeType.NONE));
  }

  /**
   * @throws NotFoundException if there is none
   * @throws ConflictException if its archive has not been checked yet
   */
  @Transactional
  ModelView completeView(UUID id) {
    return view(complete(id, LockModeType.NONE));
  }

  /**
   * The archive's place in the storage and the name under which it is downloaded.
   *
   * @throws ConflictException if its archive has not been checked yet
   */
  @Transactional
  StoredFile archive(UUID id) {
    return complete(id, LockModeType.NONE).toFile();
  }

  /**
   * What other features need of a model.
   *
   * @throws ConflictException if its archive has not been checked yet
   */
  @Transactional
  TrainedModel trained(UUID id) {
    return complete(id, LockModeType.NONE).toTrained();
  }

  /** How many models name this base model, in any case. */
  @Transactional
  long countBegunFrom(String baseModel) {
    return entities
        .createQuery(
            "select count(m) from Model m where m.status <> ?1 and m.baseModelKey = ?2", Long.class)
        .setParameter(1, ModelStatus.PENDING)
        .setParameter(2, NameKey.of(baseModel))
        .getSingleResult();
  }

  @Transactional
  ModelView update(UUID id, String ifMatch, UpdateModelRequest request, Instant now) {
    var model = complete(id, LockModeType.PESSIMISTIC_WRITE);
    EntityTags.requireMatch(ifMatch, model.revision);
    model.describe(request);
    entities.flush();
    publish(EventType.MODEL_UPDATED, model, now);
    return view(model);
  }

  /**
   * Deletes a model and returns the key of its object, which is noted for disposal.
   *
   * @throws ConflictException if aliases point at it
   */
  @Transactional
  String delete(UUID id, Instant now) {
    var model = find(id, LockModeType.PESSIMISTIC_WRITE);
    if (!model.isComplete()) {
      return giveUp(model);
    }
    requireNoAliases(model);
    disposal.note(model.archiveKey, now);
    publish(EventType.MODEL_DELETED, model, now);
    entities.remove(model);
    return model.archiveKey;
  }

  /** Deletes one model whose upload was last asked for before {@code before}; its object's key. */
  @AcrossTenants
  @Transactional
  Optional<String> deleteAbandoned(Instant before) {
    Stream<?> abandoned =
        entities
            .createNativeQuery(ABANDONED, Model.class)
            .setParameter(1, before)
            .getResultStream();
    return abandoned.findFirst().map(Model.class::cast).map(this::giveUp);
  }

  private String giveUp(Model model) {
    var key = Buckets.uploadKey(model.id);
    disposal.note(key, model.uploadExpiresAt);
    entities.remove(model);
    return key;
  }

  /** Counts on, and holds the series locked until the transaction ends. */
  int nextVersion(UUID projectId, String name) {
    return (Integer)
        entities
            .createNativeQuery(NEXT_VERSION, Integer.class)
            .setParameter(1, projectId)
            .setParameter(2, NameKey.of(name))
            .getSingleResult();
  }

  private Optional<Model> ofRun(UUID processId, int attempt) {
    return entities
        .createQuery("from Model m where m.processId = ?1 and m.attempt = ?2", Model.class)
        .setParameter(1, processId)
        .setParameter(2, attempt)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst();
  }

  /** Counts a change of a locked model's aliases as one of the model, and tells of it. */
  void changedAliases(Model model, Instant now) {
    entities.lock(model, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    publish(EventType.MODEL_UPDATED, model, now);
  }

  ModelView view(Model model) {
    return ModelView.of(model, aliases.of(model.id));
  }

  void publish(EventType type, Model model, Instant now) {
    outbox.publish(type, model.id, model.toEvent(aliases.of(model.id), now), model.tenant);
  }

  private void requireNoAliases(Model model) {
    var present = aliases.of(model.id);
    if (!present.isEmpty()) {
      throw new ConflictException(
          "model-has-aliases",
          "The model is in use as %s. Point that at another version, or take it away, first."
              .formatted(String.join(", ", present)),
          Map.of("modelId", model.id, "aliases", present));
    }
  }

  /** A model whose archive is stored. */
  Model complete(UUID id, LockModeType lock) {
    var model = find(id, lock);
    if (!model.isComplete()) {
      throw new ConflictException(
          "model-pending", "The model's archive has not been uploaded yet.", Map.of("modelId", id));
    }
    return model;
  }

  Model find(UUID id, LockModeType lock) {
    var model = entities.find(Model.class, id, lock);
    if (model == null) {
      throw new NotFoundException("model", id);
    }
    return model;
  }
}
