package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.registry.model.TrainedModel;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An architecture and the starting weights a training begins from; never changes once stored. */
@Entity
@Table(name = "base_model")
class BaseModel {
  @Id UUID id;
  String name;
  String nameKey;
  String architecture;

  @Enumerated(EnumType.STRING)
  WeightsOrigin weights;

  boolean builtIn;
  String description;
  List<String> classes;
  int imageSize;
  UUID sourceModelId;
  String archiveKey;
  String sha256;
  Long sizeBytes;
  Instant createdAt;

  protected BaseModel() {
    // For Hibernate.
  }

  /** A base model with the weights of a trained model. */
  BaseModel(
      UUID id, CreateBaseModelRequest request, TrainedModel model, String archiveKey, Instant now) {
    this.id = id;
    this.name = request.name();
    this.nameKey = NameKey.of(request.name());
    this.architecture = model.architecture();
    this.weights = WeightsOrigin.TRAINED;
    this.description =
        request.description() == null
            ? "Trained: %s, version %d.".formatted(model.name(), model.version())
            : request.description();
    this.classes = model.classes();
    this.imageSize = model.imageSize();
    this.sourceModelId = model.id();
    this.createdAt = now;
    stored(archiveKey, model.sha256(), model.sizeBytes());
  }

  /** Its archive lies in the storage. */
  void stored(String key, String digest, long size) {
    archiveKey = key;
    sha256 = digest;
    sizeBytes = size;
  }

  boolean isStored() {
    return archiveKey != null;
  }

  String fileName() {
    return name + ".zip";
  }
}
