package dev.trainyard.kit.storage;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import dev.trainyard.kit.problem.IncompleteBodyException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Passes on to the storage what a client sends that cannot reach it. A few buffers of it are held
 * in memory, nothing on the disk. Thread-safe.
 */
final class Relay {
  private static final int NOT_FOUND = 404;

  /** Slower clients are given up. */
  private static final long MINIMUM_BYTES_PER_SECOND = 64 << 10;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(ObjectStorage.CONNECT_MILLIS))
          .build();

  /**
   * Sends a body to a presigned address.
   *
   * @param bytes that the body has
   * @return false if the storage knows no such place
   * @throws IncompleteBodyException if the client stops sending
   * @throws DependencyUnavailableException if the storage does not answer or refuses
   */
  boolean put(URI address, InputStream body, long bytes) {
    var sent = new SentBody(body);
    var request =
        HttpRequest.newBuilder(address)
            .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> sent), bytes))
            .timeout(
                Duration.ofMillis(ObjectStorage.STANDSTILL_MILLIS)
                    .plusSeconds(bytes / MINIMUM_BYTES_PER_SECOND))
            .build();
    try {
      var status = client.send(request, BodyHandlers.discarding()).statusCode();
      if (status != 200 && status != NOT_FOUND) {
        throw new IOException("the storage answered " + status);
      }
      return status == 200;
    } catch (IOException e) {
      if (sent.failure != null) {
        throw new IncompleteBodyException(sent.failure);
      }
      throw new DependencyUnavailableException("The object storage", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DependencyUnavailableException("The object storage", e);
    }
  }

  /** Tells a client that broke off from a storage that did. */
  private static final class SentBody extends FilterInputStream {
    private volatile IOException failure;

    SentBody(InputStream body) {
      super(body);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
