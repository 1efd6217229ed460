package dev.trainyard.registry.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the aliases of models, sorted, within the caller's transaction. Thread-safe. */
@ApplicationScoped
class ModelAliases {
  private final EntityManager entities;

  ModelAliases(EntityManager entities) {
    this.entities = entities;
  }

  List<String> of(UUID modelId) {
    return of(List.of(modelId)).getOrDefault(modelId, List.of());
  }

  /** Models that have none are absent. */
  Map<UUID, List<String>> of(Collection<UUID> modelIds) {
    return entities
        .createQuery("from ModelAlias a where a.modelId in ?1", ModelAlias.class)
        .setParameter(1, modelIds)
        .getResultStream()
        .sorted(Comparator.comparing(alias -> alias.id.aliasKey()))
        .collect(
            Collectors.groupingBy(
                alias -> alias.modelId,
                Collectors.mapping(alias -> alias.alias, Collectors.toUnmodifiableList())));
  }
}
