package dev.trainyard.registry.model;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A model to read in lists: hundreds of {@code config.yaml} at once may be more than the heap. */
@Entity
@Immutable
@Table(name = "model")
class ListedModel extends ModelRow {
  protected ListedModel() {
    // For Hibernate.
  }
}
