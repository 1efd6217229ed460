package dev.trainyard.registry.integrity;

import dev.trainyard.kit.integrity.FileOwner;
import dev.trainyard.kit.integrity.OwnedFile;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.basemodel.RandomArchives;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The archives of models and base models. Thread-safe. */
@ApplicationScoped
public class RegistryFiles implements FileOwner {
  private static final String MODELS =
      "SELECT 'model', id, archive_key, size_bytes, sha256, ready_at FROM model"
          + " WHERE archive_key IS NOT NULL";
  private static final String BASE_MODELS =
      "SELECT 'base model', id, archive_key, size_bytes, sha256, created_at FROM base_model"
          + " WHERE archive_key IS NOT NULL";
  private static final String AFTER =
      "SELECT * FROM (%s UNION ALL %s) AS file (kind, id, archive_key, size_bytes, sha256, stored_at)"
              .formatted(MODELS, BASE_MODELS)
          + " WHERE archive_key COLLATE \"C\" > ?1 ORDER BY archive_key COLLATE \"C\" LIMIT ?2";
  private static final String USED =
      """
      SELECT archive_key FROM model WHERE archive_key IN (?1)
      UNION SELECT archive_key FROM base_model WHERE archive_key IN (?1)
      """;
  private static final String UPLOADING =
      "SELECT id FROM model WHERE status = 'PENDING' AND id IN (?1)";

  private final EntityManager entities;
  private final RandomArchives randomArchives;

  RegistryFiles(EntityManager entities, RandomArchives randomArchives) {
    this.entities = entities;
    this.randomArchives = randomArchives;
  }

  /**
   * A model's archive.
   *
   * @throws NotFoundException if there is no such model
   * @throws ConflictException if its archive has not been checked yet
   */
  @Transactional
  public OwnedFile ofModel(UUID id) {
    return one(MODELS, "model", id);
  }

  /**
   * A base model's archive.
   *
   * @throws NotFoundException if there is no such base model
   * @throws ConflictException if it has not been made yet
   */
  @Transactional
  public OwnedFile ofBaseModel(UUID id) {
    return one(BASE_MODELS, "base model", id);
  }

  @Override
  public List<String> buckets() {
    return List.of(Buckets.MODELS, Buckets.BASE_MODELS);
  }

  @Override
  public String bucketOf(String key) {
    return Buckets.of(key);
  }

  @Override
  @AcrossTenants
  @Transactional
  public Set<String> usedAmong(Collection<String> keys) {
    var used = new HashSet<String>();
    stream(USED, keys).map(String.class::cast).forEach(used::add);
    var uploads = new HashMap<UUID, String>();
    keys.forEach(key -> Buckets.uploadOf(key).ifPresent(id -> uploads.put(id, key)));
    if (!uploads.isEmpty()) {
      stream(UPLOADING, uploads.keySet()).map(uploads::get).forEach(used::add);
    }
    return used;
  }

  @Override
  @AcrossTenants
  @Transactional
  public List<OwnedFile> filesAfter(String after, int most) {
    return OwnedFile.list(entities, AFTER, after, most);
  }

  /** Random weights are the same every time. */
  @Override
  @AcrossTenants
  public boolean remake(OwnedFile missing) {
    return Buckets.of(missing.key()).equals(Buckets.BASE_MODELS)
        && randomArchives.restore(missing.id(), missing.sha256());
  }

  private OwnedFile one(String query, String kind, UUID id) {
    return OwnedFile.list(entities, query + " AND id = ?1", id).stream()
        .findFirst()
        .orElseThrow(() -> exists(kind, id) ? withoutFile(kind) : new NotFoundException(kind, id));
  }

  private boolean exists(String kind, UUID id) {
    return (Boolean)
        entities
            .createNativeQuery(
                "SELECT EXISTS (SELECT 1 FROM %s WHERE id = ?1)".formatted(kind.replace(' ', '_')),
                Boolean.class)
            .setParameter(1, id)
            .getSingleResult();
  }

  private static ConflictException withoutFile(String kind) {
    return new ConflictException(
        "no-archive",
        "This " + kind + " has no archive yet, so there is nothing to check.",
        Map.of());
  }

  private Stream<?> stream(String query, Collection<?> values) {
    return entities
        .createNativeQuery(query, Object.class)
        .setParameter(1, values)
        .getResultStream();
  }
}
