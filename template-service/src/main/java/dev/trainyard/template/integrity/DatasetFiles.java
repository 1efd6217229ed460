package dev.trainyard.template.integrity;

import dev.trainyard.kit.integrity.FileOwner;
import dev.trainyard.kit.integrity.OwnedFile;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.template.dataset.DatasetConfig;
import dev.trainyard.template.dataset.DatasetStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The archives of datasets, and what is received to become one. Thread-safe. */
@ApplicationScoped
public class DatasetFiles implements FileOwner {
  private static final String FILES =
      """
      SELECT 'dataset', id, object_key, size_bytes, digest, coalesce(ended_at, created_at)
      FROM dataset WHERE status = 'READY'
      """;
  private static final String AFTER =
      FILES + " AND object_key COLLATE \"C\" > ?1 ORDER BY object_key COLLATE \"C\" LIMIT ?2";
  private static final String USED =
      """
      SELECT object_key FROM dataset WHERE object_key IN (?1)
      UNION SELECT object_key FROM dataset_upload WHERE object_key IN (?1)
      UNION SELECT object_key FROM dataset_image WHERE object_key IN (?1)
      """;

  private final EntityManager entities;
  private final DatasetStore datasets;
  private final DatasetConfig config;

  DatasetFiles(EntityManager entities, DatasetStore datasets, DatasetConfig config) {
    this.entities = entities;
    this.datasets = datasets;
    this.config = config;
  }

  /**
   * A dataset's archive.
   *
   * @throws NotFoundException if there is no such dataset
   * @throws ConflictException if it is not READY
   */
  @Transactional
  public OwnedFile ofDataset(UUID id) {
    datasets.require(id);
    return OwnedFile.list(entities, FILES + " AND id = ?1", id).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new ConflictException(
                    "no-archive",
                    "This dataset is not READY, so there is no archive to check.",
                    Map.of("datasetId", id)));
  }

  @Override
  public List<String> buckets() {
    return List.of(config.bucket());
  }

  @Override
  public String bucketOf(String key) {
    return config.bucket();
  }

  @Override
  @AcrossTenants
  @Transactional
  public Set<String> usedAmong(Collection<String> keys) {
    Stream<?> found =
        entities.createNativeQuery(USED, String.class).setParameter(1, keys).getResultStream();
    return found.map(String.class::cast).collect(Collectors.toSet());
  }

  @Override
  @AcrossTenants
  @Transactional
  public List<OwnedFile> filesAfter(String after, int most) {
    return OwnedFile.list(entities, AFTER, after, most);
  }

  /** Nobody but the user has it. */
  @Override
  public boolean remake(OwnedFile missing) {
    return false;
  }
}
