package dev.trainyard.kit.storage;

import io.minio.messages.Item;
import java.time.Instant;

/**
 * An object as the storage lists it.
 *
 * @param key its name in the bucket
 * @param sizeBytes its size
 * @param modifiedAt when it was written, by the storage's clock
 */
public record StoredObject(String key, long sizeBytes, Instant modifiedAt) {
  static StoredObject of(Item item) {
    return new StoredObject(item.objectName(), item.size(), item.lastModified().toInstant());
  }
}
