package dev.trainyard.registry.basemodel;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An architecture and the starting weights a training begins from. */
@Entity
@Table(name = "base_model")
class BaseModel {
  @Id UUID id;
  String name;
  String architecture;
  String weights;
  boolean builtIn;
  String description;
  Instant createdAt;

  protected BaseModel() {
    // For Hibernate.
  }
}
