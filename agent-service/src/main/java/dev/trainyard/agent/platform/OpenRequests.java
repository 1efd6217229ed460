package dev.trainyard.agent.platform;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * JSON over HTTP that says nothing of who asks. Every method throws {@link HttpStatusException} for
 * an answer other than success and {@link InterruptedException} when the thread is told to end.
 * Thread-safe.
 */
@ApplicationScoped
public class OpenRequests {
  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int LONGEST_DETAIL = 500;

  private final LenientJson json;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  public OpenRequests(LenientJson json) {
    this.json = json;
  }

  /** Reads a resource that is open to all. */
  public <T> T get(URI uri, Class<T> type) throws IOException, InterruptedException {
    return exchange(HttpRequest.newBuilder(uri).GET().timeout(ANSWER_TIMEOUT).build(), type);
  }

  /** Sends a JSON body. */
  public <T> T post(URI uri, Object body, Class<T> type) throws IOException, InterruptedException {
    return exchange(
        withJson(HttpRequest.newBuilder(uri), body).timeout(ANSWER_TIMEOUT).build(), type);
  }

  HttpRequest.Builder withJson(HttpRequest.Builder request, Object body) throws IOException {
    return request
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(json.write(body)));
  }

  <T> T exchange(HttpRequest request, Class<T> type) throws IOException, InterruptedException {
    var response = send(request);
    requireSuccess(request.uri(), response);
    return json.read(response.body(), type);
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw noAnswer(request.uri(), e);
    }
  }

  HttpClient client() {
    return client;
  }

  /** The JDK's own message is often empty and never says who it was about. */
  static IOException noAnswer(URI uri, IOException e) {
    return new IOException(
        "no answer from %s: %s".formatted(uri.getAuthority(), Retry.reasonOf(e)), e);
  }

  void requireSuccess(URI uri, HttpResponse<byte[]> response) throws HttpStatusException {
    if (response.statusCode() / 100 != 2) {
      throw refusal(uri, response.statusCode(), response.body());
    }
  }

  /** A problem's own words if the answer is one. */
  private HttpStatusException refusal(URI uri, int status, byte[] body) {
    String detail;
    try {
      var problem = json.read(body, ProblemBody.class);
      detail = problem.detail() != null ? problem.detail() : problem.title();
    } catch (IOException e) {
      detail = new String(body, StandardCharsets.UTF_8);
    }
    if (detail == null || detail.isBlank()) {
      detail = "no reason given";
    }
    return new HttpStatusException(
        uri, status, detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)));
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record ProblemBody(String title, String detail) {}
}
