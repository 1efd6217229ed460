package dev.trainyard.registry.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests of streams. */
final class Digests {
  private static final int BUFFER_BYTES = 64 << 10;

  private Digests() {}

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Copies a stream and feeds a digest on the way.
   *
   * @param limitBytes where to stop although there is more
   * @return the bytes that were copied
   */
  static long copy(InputStream content, OutputStream target, MessageDigest digest, long limitBytes)
      throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    var total = 0L;
    while (total < limitBytes) {
      var read = content.read(buffer, 0, (int) Math.min(buffer.length, limitBytes - total));
      if (read < 0) {
        break;
      }
      digest.update(buffer, 0, read);
      target.write(buffer, 0, read);
      total += read;
    }
    return total;
  }
}
