package dev.trainyard.template.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An image that came by itself, until the upload that it belongs to has ended. */
@Entity
@Table(name = "dataset_image")
public class ReceivedImage {
  @Id private UUID id;

  @Column(name = "dataset_id")
  private UUID datasetId;

  private String path;

  @Column(name = "object_key")
  private String objectKey;

  @Column(name = "size_bytes")
  private long sizeBytes;

  private String digest;

  private String warning;

  @Column(name = "received_at")
  private Instant receivedAt;

  protected ReceivedImage() {}

  /**
   * @param warning what is wrong with it and does not matter; empty if nothing is
   */
  ReceivedImage(
      UUID id,
      UUID datasetId,
      ImagePlace place,
      ReceivedFile file,
      Optional<String> warning,
      Instant now) {
    this.id = id;
    this.datasetId = datasetId;
    this.path = place.path();
    this.objectKey = PendingUpload.PREFIX + datasetId + "/" + id;
    this.sizeBytes = file.sizeBytes();
    this.digest = file.digest();
    this.warning = warning.orElse(null);
    this.receivedAt = now;
  }

  UUID datasetId() {
    return datasetId;
  }

  /** Its path in the archive that is made of it and the others. */
  String path() {
    return path;
  }

  ImagePlace place() {
    return ImagePlace.of(path);
  }

  String objectKey() {
    return objectKey;
  }

  long sizeBytes() {
    return sizeBytes;
  }

  /** SHA-256, lower-case hex. */
  String digest() {
    return digest;
  }

  Optional<String> warning() {
    return Optional.ofNullable(warning);
  }

  Instant receivedAt() {
    return receivedAt;
  }
}
