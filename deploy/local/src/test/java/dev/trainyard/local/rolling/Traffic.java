package dev.trainyard.local.rolling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that nobody repeats, what became of them, and which events they have to lead to.
 * Thread-safe.
 */
final class Traffic {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String token;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ConcurrentMap<Expected, Integer> expected = new ConcurrentHashMap<>();

  /**
   * @param token shown with each request
   */
  Traffic(String token) {
    this.token = token;
  }

  /**
   * An event that has to be on its topic.
   *
   * @param type without {@code dev.trainyard.}
   * @param key what it is about
   */
  record Expected(String type, String key) {}

  /**
   * What a request was answered with.
   *
   * @param body the JSON; a missing node where there is none
   * @param tag what to show with the next change
   */
  record Answer(JsonNode body, String tag) {
    String id() {
      return body.path("id").asText();
    }
  }

  /** A request was not answered as it would be on any other day. */
  static final class FailedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private FailedRequest(String message) {
      super(message);
    }
  }

  Answer get(URI service, String path) throws FailedRequest, InterruptedException {
    return send(service, "GET", path, "", "");
  }

  /** A change that has to lead to an event about what is answered, or else about the key. */
  Answer write(
      URI service, String method, String path, String json, String tag, String event, String key)
      throws FailedRequest, InterruptedException {
    var answer = send(service, method, path, json, tag);
    writes.incrementAndGet();
    expected.merge(new Expected(event, key.isEmpty() ? answer.id() : key), 1, Integer::sum);
    return answer;
  }

  int requests() {
    return requests.get();
  }

  int writes() {
    return writes.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** How often each event has to be there. */
  ConcurrentMap<Expected, Integer> expected() {
    return expected;
  }

  private Answer send(URI service, String method, String path, String json, String tag)
      throws FailedRequest, InterruptedException {
    var body = json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json);
    var request =
        HttpRequest.newBuilder(service.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, body);
    if (!tag.isEmpty()) {
      request.header("If-Match", tag);
    }
    requests.incrementAndGet();
    try {
      HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
      if (response.statusCode() / 100 != 2) {
        throw failed(
            "%s %s answered %d: %s"
                .formatted(method, path, response.statusCode(), new String(response.body())));
      }
      return new Answer(
          mapper.readTree(response.body()), response.headers().firstValue("ETag").orElse(""));
    } catch (IOException e) {
      throw failed("%s %s failed: %s".formatted(method, path, e));
    }
  }

  private FailedRequest failed(String what) {
    failures.add(what);
    return new FailedRequest(what);
  }
}
