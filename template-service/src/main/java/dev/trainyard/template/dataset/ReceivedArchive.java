package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.PayloadTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An archive on the disk of this service; closing deletes it.
 *
 * @param file where it is
 * @param sizeBytes its size
 * @param digest its SHA-256, lower-case hex
 */
record ReceivedArchive(Path file, long sizeBytes, String digest) implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Writes an archive. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream target) throws IOException;
  }

  /**
   * Writes a stream to a temporary file.
   *
   * @throws PayloadTooLargeException as soon as it is larger than {@code maxBytes}
   * @throws IOException if the client stops sending or the disk is full
   */
  static ReceivedArchive receive(InputStream body, long maxBytes) throws IOException {
    return write(target -> copy(body, maxBytes, target));
  }

  /**
   * Writes a temporary file.
   *
   * @throws IOException if the content cannot be had or the disk is full
   */
  static ReceivedArchive write(Content content) throws IOException {
    var file = Files.createTempFile("trainyard-dataset-", ".zip");
    try {
      var digest = sha256();
      try (var target = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        content.writeTo(target);
      }
      return new ReceivedArchive(file, Files.size(file), HexFormat.of().formatHex(digest.digest()));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static void copy(InputStream body, long maxBytes, OutputStream target)
      throws IOException {
    var size = 0L;
    var buffer = new byte[BUFFER_BYTES];
    for (var read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      size += read;
      if (size > maxBytes) {
        throw tooLarge(maxBytes);
      }
      target.write(buffer, 0, read);
    }
  }

  static PayloadTooLargeException tooLarge(long maxBytes) {
    return new PayloadTooLargeException(
        "The archive has more than the %d bytes that are allowed.".formatted(maxBytes), maxBytes);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
