package dev.trainyard.weights;

import dev.trainyard.weights.BaseModelConfiguration.WeightsFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Copies streams and tells what went through. */
final class DigestedCopy {
  private DigestedCopy() {}

  /**
   * Copies a stream.
   *
   * @param limitBytes where to stop although there is more
   * @return digest and size of what was copied
   */
  static WeightsFile copy(InputStream content, OutputStream target, long limitBytes)
      throws IOException {
    var digest = sha256();
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
    return new WeightsFile(HexFormat.of().formatHex(digest.digest()), total);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
