package dev.trainyard.registry.model;

import dev.trainyard.kit.download.Via;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.kit.storage.StorageConfig;
import dev.trainyard.registry.Buckets;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * Where agents send archives to, by PUT: URLs of the storage, or, where agents cannot reach that,
 * paths of this service. Thread-safe.
 */
@ApplicationScoped
class UploadAddresses {
  private final ObjectStorage storage;
  private final MultipartUploads multipart;
  private final Via via;

  UploadAddresses(ObjectStorage storage, MultipartUploads multipart, StorageConfig config) {
    this.storage = storage;
    this.multipart = multipart;
    this.via = config.transfersVia();
  }

  /** How long they can be used. */
  Duration validity() {
    return storage.presignExpiry();
  }

  /** Of a whole archive. */
  URI whole(UUID id) {
    return switch (via) {
      case STORAGE -> storage.presignedPut(Buckets.MODELS, Buckets.uploadKey(id));
      case SERVICE -> URI.create("/api/v1/models/" + id + "/upload/content");
    };
  }

  /** Of a part. */
  URI part(UUID id, PartsUpload upload, int number) {
    return switch (via) {
      case STORAGE ->
          multipart.presignedPart(Buckets.MODELS, Buckets.uploadKey(id), upload.uploadId(), number);
      case SERVICE -> URI.create("/api/v1/models/" + id + "/upload/parts/" + number);
    };
  }
}
