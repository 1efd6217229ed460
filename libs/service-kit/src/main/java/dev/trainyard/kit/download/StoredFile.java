package dev.trainyard.kit.download;

import java.util.Base64;
import java.util.HexFormat;

/**
 * A file that is kept in the object storage and never changes.
 *
 * @param bucket where it lies
 * @param key its name there
 * @param fileName what a browser is to call it; any characters
 * @param mediaType such as {@code application/zip}
 * @param sizeBytes its size
 * @param sha256 its digest, lower-case hex
 */
public record StoredFile(
    String bucket, String key, String fileName, String mediaType, long sizeBytes, String sha256) {

  /** The same content has the same tag, whoever serves it. */
  String entityTag() {
    return "\"" + sha256 + "\"";
  }

  /** The digest as {@code Repr-Digest} and {@code Digest} want it. */
  String base64Digest() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
  }
}
