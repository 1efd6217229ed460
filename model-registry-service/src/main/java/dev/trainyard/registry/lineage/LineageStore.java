package dev.trainyard.registry.lineage;

import dev.trainyard.contracts.model.ModelStatus;
import dev.trainyard.kit.naming.NameKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Follows the links between models and base models. A training notes the name and, if the trainer
 * was new enough, the digest of its base model; the digest is what holds when names change. Within
 * the caller's transaction. Thread-safe.
 */
@ApplicationScoped
class LineageStore {
  private static final String MODEL =
      "select new dev.trainyard.registry.lineage.LinkedModel("
          + "m.id, m.name, m.version, m.status, m.projectId, m.createdAt) from Model m where ";
  private static final String BASE_MODEL =
      "select new dev.trainyard.registry.lineage.LineageStore$Base("
          + "b.id, b.name, b.nameKey, b.sha256, b.sourceModelId, b.createdAt) from BaseModel b where ";

  /** By digest, unless another base model has that digest under the very name that was noted. */
  private static final String TRAINED_FROM =
      """
      m.status <> :pending and (m.baseModelSha256 is not null and m.baseModelSha256 = :sha256
          and (m.baseModelKey = :nameKey or not exists (select 1 from BaseModel o
              where o.sha256 = :sha256 and o.nameKey = m.baseModelKey))
        or m.baseModelSha256 is null and m.baseModelKey = :nameKey and m.createdAt >= :since)
      """;

  private final EntityManager entities;

  LineageStore(EntityManager entities) {
    this.entities = entities;
  }

  /** A row of a base model, as far as it is needed here. */
  record Base(
      UUID id, String name, String nameKey, String sha256, UUID sourceModelId, Instant createdAt) {}

  /** What base models that fit were found, and how many there are. */
  record Found(List<Base> first, long total) {}

  @Transactional(Transactional.TxType.MANDATORY)
  Optional<LinkedModel> model(UUID id) {
    return one(entities.createQuery(MODEL + "m.id = ?1", LinkedModel.class).setParameter(1, id));
  }

  /** The first complete model with this very archive. */
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<LinkedModel> modelOfArchive(String sha256) {
    return one(
        entities
            .createQuery(
                MODEL + "m.sha256 = ?1 and m.status <> ?2 order by m.createdAt, m.id",
                LinkedModel.class)
            .setParameter(1, sha256)
            .setParameter(2, ModelStatus.PENDING));
  }

  @Transactional(Transactional.TxType.MANDATORY)
  Optional<Base> baseModel(UUID id) {
    return one(entities.createQuery(BASE_MODEL + "b.id = ?1", Base.class).setParameter(1, id));
  }

  /**
   * The base model that a training began from.
   *
   * @param sha256 its digest; null if nobody noted it
   * @param before when the training's model was registered
   */
  @Transactional(Transactional.TxType.MANDATORY)
  Optional<Base> begunFrom(String name, String sha256, Instant before) {
    if (sha256 == null) {
      return one(
          entities
              .createQuery(BASE_MODEL + "b.nameKey = ?1 and b.createdAt <= ?2", Base.class)
              .setParameter(1, NameKey.of(name))
              .setParameter(2, before));
    }
    return one(
        entities
            .createQuery(
                BASE_MODEL
                    + "b.sha256 = ?1 order by case when b.nameKey = ?2 then 0 else 1 end, b.createdAt",
                Base.class)
            .setParameter(1, sha256)
            .setParameter(2, NameKey.of(name)));
  }

  /** The newest base models that were made from a model, or of its very archive. */
  @Transactional(Transactional.TxType.MANDATORY)
  Found madeFrom(UUID modelId, String sha256, int limit) {
    var condition = "b.sourceModelId = ?1 or b.sha256 = ?2";
    var first =
        entities
            .createQuery(BASE_MODEL + condition + " order by b.createdAt desc, b.id", Base.class)
            .setParameter(1, modelId)
            .setParameter(2, sha256)
            .setMaxResults(limit)
            .getResultList();
    var total =
        entities
            .createQuery("select count(b) from BaseModel b where " + condition, Long.class)
            .setParameter(1, modelId)
            .setParameter(2, sha256)
            .getSingleResult();
    return new Found(first, total);
  }

  /** A base model with the newest models that were trained from it. */
  @Transactional(Transactional.TxType.MANDATORY)
  LinkedBaseModel linked(Base base, int limit) {
    var first =
        trainedFrom(
            entities.createQuery(
                MODEL + TRAINED_FROM + " order by m.createdAt desc, m.id", LinkedModel.class),
            base);
    var total =
        trainedFrom(
            entities.createQuery("select count(m) from Model m where " + TRAINED_FROM, Long.class),
            base);
    return new LinkedBaseModel(
        base.id(),
        base.name(),
        base.sha256(),
        first.setMaxResults(limit).getResultList(),
        total.getSingleResult());
  }

  private static <T> TypedQuery<T> trainedFrom(TypedQuery<T> query, Base base) {
    return query
        .setParameter("pending", ModelStatus.PENDING)
        .setParameter("sha256", base.sha256())
        .setParameter("nameKey", base.nameKey())
        .setParameter("since", base.createdAt());
  }

  private static <T> Optional<T> one(TypedQuery<T> query) {
    return query.setMaxResults(1).getResultStream().findFirst();
  }
}
