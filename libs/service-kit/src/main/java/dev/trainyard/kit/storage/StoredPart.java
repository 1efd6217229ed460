package dev.trainyard.kit.storage;

import static dev.trainyard.kit.storage.S3Requests.text;

import org.w3c.dom.Element;

/**
 * A part of a multipart upload that has arrived.
 *
 * @param number from 1
 * @param tag what the storage knows its content by
 */
public record StoredPart(int number, long sizeBytes, String tag) {
  static StoredPart of(Element part) {
    return new StoredPart(
        Integer.parseInt(text(part, "PartNumber")),
        Long.parseLong(text(part, "Size")),
        text(part, "ETag"));
  }
}
