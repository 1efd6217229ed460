package dev.trainyard.kit.storage;

import static dev.trainyard.kit.storage.S3Requests.text;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.w3c.dom.Element;

/**
 * A multipart upload that was neither completed nor thrown away. Its parts take room, and no
 * listing of objects shows them.
 *
 * @param key of the object that it would be
 * @param uploadId what the storage knows it by
 * @param begunAt when it was begun
 */
public record OpenUpload(String key, String uploadId, Instant begunAt) {
  static OpenUpload of(Element upload) {
    return new OpenUpload(
        text(upload, "Key"), text(upload, "UploadId"), time(text(upload, "Initiated")));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      // Of a server that does not say none is old.
      return Instant.MAX;
    }
  }
}
