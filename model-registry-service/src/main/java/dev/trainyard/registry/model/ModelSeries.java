package dev.trainyard.registry.model;

import dev.trainyard.kit.problem.NotFoundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The series in which a model's version was counted; it outlives its models. Whoever changes what
 * concerns all versions of a name holds it locked, and locks it before any model. Thread-safe.
 */
@ApplicationScoped
class ModelSeries {
  private static final String LOCK =
      """
      SELECT s.name_key FROM model_series s JOIN model m USING (project_id, name_key)
      WHERE m.id = ?1 FOR UPDATE OF s
      """;

  private final EntityManager entities;

  ModelSeries(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Locks the series of a model until the transaction ends.
   *
   * @throws NotFoundException if there is no such model
   */
  @Transactional(Transactional.TxType.MANDATORY)
  void lockOf(UUID modelId) {
    Stream<?> locked =
        entities.createNativeQuery(LOCK, String.class).setParameter(1, modelId).getResultStream();
    if (locked.findFirst().isEmpty()) {
      throw new NotFoundException("model", modelId);
    }
  }
}
