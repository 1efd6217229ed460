package dev.trainyard.template.dataset;

import dev.trainyard.kit.http.ClientStream;
import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.IncompleteBodyException;
import dev.trainyard.kit.problem.PayloadTooLargeException;
import dev.trainyard.kit.storage.StorageStream;
import dev.trainyard.template.archive.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;

/**
 * What was received, or made of that, on the disk of this service; closing deletes it.
 *
 * @param file where it is
 * @param sizeBytes its size
 * @param digest its SHA-256, lower-case hex
 */
record ReceivedFile(Path file, long sizeBytes, String digest) implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Writes a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream target) throws IOException;
  }

  /**
   * Writes a stream to a temporary file.
   *
   * @param folder where it is made
   * @throws PayloadTooLargeException as soon as it is larger than {@code maxBytes}
   * @throws IncompleteBodyException if the sender stops sending
   * @throws IOException if the disk is full
   */
  static ReceivedFile receive(InputStream body, Path folder, long maxBytes) throws IOException {
    return write(
        folder,
        target -> {
          if (copy(new ClientStream(body), maxBytes + 1, target) > maxBytes) {
            throw tooLarge(maxBytes);
          }
        });
  }

  /**
   * Writes an object of the storage to a temporary file, as far as one byte more than it may have.
   *
   * @throws DependencyUnavailableException if the storage breaks off
   * @throws IOException if the disk is full
   */
  static ReceivedFile fetch(InputStream body, Path folder, long maxBytes) throws IOException {
    return write(folder, target -> copy(new StorageStream(body), maxBytes + 1, target));
  }

  /** Returns how many bytes there were, at most as many as were wanted. */
  private static long copy(InputStream body, long mostBytes, OutputStream target)
      throws IOException {
    var left = mostBytes;
    var buffer = new byte[BUFFER_BYTES];
    while (left > 0) {
      var read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      target.write(buffer, 0, read);
      left -= read;
    }
    return mostBytes - left;
  }

  /**
   * Writes a temporary file.
   *
   * @param folder where it is made
   * @throws IOException if the content cannot be had or the disk is full
   */
  static ReceivedFile write(Path folder, Content content) throws IOException {
    var file = Files.createTempFile(folder, "received-", "");
    try {
      var digest = Sha256.begin();
      try (var target = new DigestOutputStream(Files.newOutputStream(file), digest)) {
        content.writeTo(target);
      }
      return new ReceivedFile(file, Files.size(file), Sha256.end(digest));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  static PayloadTooLargeException tooLarge(long maxBytes) {
    return new PayloadTooLargeException(
        "What is sent has more than the %d bytes that are allowed.".formatted(maxBytes), maxBytes);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
