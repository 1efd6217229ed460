package dev.trainyard.registry.model;

import dev.trainyard.kit.persistence.Authored;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;

/** A name that points at one version of a model. */
@Entity
@Table(name = "model_alias")
class ModelAlias extends Authored {
  /**
   * What there can be one of.
   *
   * @param nameKey the model's name as it is compared
   * @param aliasKey the alias as it is compared
   */
  @Embeddable
  record Id(UUID projectId, String nameKey, String aliasKey) {}

  @EmbeddedId Id id;
  String alias;
  UUID modelId;

  protected ModelAlias() {
    // For Hibernate.
  }

  ModelAlias(Id id, String alias, UUID modelId) {
    this.id = id;
    this.alias = alias;
    this.modelId = modelId;
  }

  boolean isExactly(String spelling, UUID model) {
    return alias.equals(spelling) && modelId.equals(model);
  }

  void pointAt(String spelling, UUID model) {
    alias = spelling;
    modelId = model;
  }
}
