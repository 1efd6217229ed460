package dev.trainyard.agent.platform;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.storage.DiskException;
import dev.trainyard.kit.tracing.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * HTTP to the other services and, by presigned address, to the storage. Files are streamed. One try
 * per call; {@link Retry} makes several of it. Every method throws {@link HttpStatusException} for
 * an answer other than success and {@link InterruptedException} when the thread is told to end.
 * Thread-safe.
 */
@ApplicationScoped
public class PlatformClient {
  private static final Duration ANSWER_TIMEOUT = OpenRequests.ANSWER_TIMEOUT;

  /** An upload slower than this is given up and tried again. */
  private static final long MINIMUM_UPLOAD_BYTES_PER_SECOND = 128 << 10;

  private static final int UNAUTHORIZED = 401;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int MOST_REDIRECTS = 5;

  private final Duration stallTimeout;
  private final Credentials credentials;
  private final OpenRequests requests;

  public PlatformClient(OpenRequests requests, AgentConfig config, Credentials credentials) {
    this.requests = requests;
    this.credentials = credentials;
    this.stallTimeout = config.stallTimeout();
  }

  /** Reads a resource. */
  public <T> T get(URI uri, Class<T> type) throws IOException, InterruptedException {
    return exchange(to(uri).GET().timeout(ANSWER_TIMEOUT).build(), type);
  }

  /** Sends a JSON body; the answer must come within the time-out. */
  public <T> T post(URI uri, Object body, Class<T> type, Duration timeout)
      throws IOException, InterruptedException {
    return exchange(requests.withJson(to(uri), body).timeout(timeout).build(), type);
  }

  /**
   * Streams a resource into a file, following redirects; a transfer that stands still fails. It
   * goes on where the file ends: what is there must be a beginning of the resource.
   *
   * @throws DiskException if the file cannot be written or the disk is too small for it
   */
  public void download(URI uri, Path target) throws IOException, InterruptedException {
    var offset = Files.exists(target) ? Files.size(target) : 0;
    try {
      download(uri, target, offset);
    } catch (HttpStatusException e) {
      if (e.status() != RANGE_NOT_SATISFIABLE) {
        throw e;
      }
      // The file is as long as the resource, or longer: it is whole, or no beginning of it.
      Files.delete(target);
      throw new IOException("there is no more than what is here already", e);
    }
  }

  private void download(URI uri, Path target, long offset)
      throws IOException, InterruptedException {
    try {
      var address = uri;
      var answer = begin(address, target, offset);
      for (var hops = 0; hops < MOST_REDIRECTS && isRedirect(answer); hops++) {
        address = address.resolve(answer.headers().firstValue("Location").orElseThrow());
        answer = begin(address, target, offset);
      }
      requireSuccess(address, answer);
    } catch (HttpStatusException | DiskException e) {
      throw e;
    } catch (IOException e) {
      throw OpenRequests.noAnswer(uri, e);
    }
  }

  private HttpResponse<byte[]> begin(URI uri, Path target, long offset)
      throws IOException, InterruptedException {
    var request = to(uri).GET().timeout(ANSWER_TIMEOUT);
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    return new Download(stallTimeout, offset).run(requests.client(), request.build(), target);
  }

  private static boolean isRedirect(HttpResponse<byte[]> answer) {
    return answer.statusCode() / 100 == 3 && answer.headers().firstValue("Location").isPresent();
  }

  /** The JDK's own redirects would show the storage what is for the services. */
  private HttpRequest.Builder to(URI uri) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(uri);
    var shown = credentials.of(uri);
    if (shown.isPresent()) {
      request.header("Authorization", shown.get());
      TraceContext.traceparent().ifPresent(trace -> request.header("traceparent", trace));
    }
    return request;
  }

  /** Streams a file to a presigned address. */
  public void upload(String method, URI uri, Path file) throws IOException, InterruptedException {
    upload(method, uri, BodyPublishers.ofFile(file), Files.size(file));
  }

  /**
   * Streams a part of a file to a presigned address.
   *
   * @param offset of the part's first byte
   * @param length of the part, at least 1
   */
  public void uploadPart(URI uri, Path file, long offset, long length)
      throws IOException, InterruptedException {
    upload("PUT", uri, FileRange.publisher(file, offset, length), length);
  }

  private void upload(String method, URI uri, BodyPublisher body, long length)
      throws IOException, InterruptedException {
    var seconds = length / MINIMUM_UPLOAD_BYTES_PER_SECOND;
    var request = to(uri).method(method, body).timeout(stallTimeout.plusSeconds(seconds)).build();
    requireSuccess(uri, requests.send(request));
  }

  private <T> T exchange(HttpRequest request, Class<T> type)
      throws IOException, InterruptedException {
    try {
      return requests.exchange(request, type);
    } catch (HttpStatusException e) {
      noteRefusal(e.status());
      throw e;
    }
  }

  private void requireSuccess(URI uri, HttpResponse<byte[]> response) throws HttpStatusException {
    noteRefusal(response.statusCode());
    requests.requireSuccess(uri, response);
  }

  private void noteRefusal(int status) {
    if (status == UNAUTHORIZED) {
      credentials.renew();
    }
  }
}
