package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.download.StoredFile;
import dev.trainyard.kit.naming.NameKey;
import dev.trainyard.kit.persistence.Authored;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.model.TrainedModel;
import dev.trainyard.weights.BaseModelConfiguration;
import dev.trainyard.weights.FileDigest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Generated;

/**
 * An architecture and the starting weights a training begins from. The archive never changes once
 * stored; name and description may. One that is to be renamed or deleted is withdrawn meanwhile.
 */
@Entity
@Table(name = "base_model")
class BaseModel extends Authored {
  @Id UUID id;

  /** Written by the database; an asterisk for what all tenants share. */
  @Generated
  @Column(insertable = false, updatable = false)
  String tenant;

  @Version long revision;
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
  Instant withdrawnSince;

  @Enumerated(EnumType.STRING)
  Withdrawal withdrawnFor;

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

  /** A base model that a user brought. */
  BaseModel(
      UUID id,
      UploadRequest request,
      BaseModelConfiguration configuration,
      FileDigest archive,
      Instant now) {
    this.id = id;
    this.name = request.name();
    this.nameKey = NameKey.of(request.name());
    this.architecture = configuration.architecture().id();
    this.weights = WeightsOrigin.UPLOADED;
    this.description = request.description();
    this.classes = configuration.classes();
    this.imageSize = configuration.input().imageSize();
    this.createdAt = now;
    stored(Buckets.baseModelKey(id, archive.sha256()), archive.sha256(), archive.sizeBytes());
  }

  /** Its archive lies in the storage. */
  private void stored(String key, String digest, long size) {
    archiveKey = key;
    sha256 = digest;
    sizeBytes = size;
  }

  /** A name that is free, or the present one; ends a withdrawal. */
  void rename(String newName, String newDescription) {
    name = newName;
    nameKey = NameKey.of(newName);
    description = newDescription;
    withdrawnSince = null;
    withdrawnFor = null;
  }

  /** Whether a name is this one but for case, for all who compare names. */
  boolean isCalled(String other) {
    // In another Unicode form it would be another name for those who look at case only.
    return name.equalsIgnoreCase(other) && nameKey.equals(NameKey.of(other));
  }

  boolean isStored() {
    return archiveKey != null;
  }

  /** Its archive, which is stored. */
  StoredFile toFile() {
    return new StoredFile(
        Buckets.BASE_MODELS, archiveKey, name + ".zip", "application/zip", sizeBytes, sha256);
  }
}
