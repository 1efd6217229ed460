package dev.trainyard.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What a file is known by.
 *
 * @param sha256 its SHA-256, lower-case hex
 * @param sizeBytes its size
 */
public record FileDigest(String sha256, long sizeBytes) {
  public FileDigest {
    Objects.requireNonNull(sha256, "sha256");
  }

  /** Reads a file for its digest. */
  public static FileDigest of(Path file) throws IOException {
    try (var content = Files.newInputStream(file)) {
      return copy(content, OutputStream.nullOutputStream(), Long.MAX_VALUE);
    }
  }

  /**
   * Copies a stream.
   *
   * @param limitBytes where to stop although there is more
   * @return digest and size of what was copied
   */
  public static FileDigest copy(InputStream content, OutputStream target, long limitBytes)
      throws IOException {
    var digest = newSha256();
    var buffer = new byte[64 << 10];
    long total = 0;
    while (total < limitBytes) {
      int read = content.read(buffer, 0, (int) Math.min(buffer.length, limitBytes - total));
      if (read < 0) {
        break;
      }
      digest.update(buffer, 0, read);
      target.write(buffer, 0, read);
      total += read;
    }
    return new FileDigest(HexFormat.of().formatHex(digest.digest()), total);
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
