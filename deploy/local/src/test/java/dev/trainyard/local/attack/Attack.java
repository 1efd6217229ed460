package dev.trainyard.local.attack;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes hostile requests of the operations of a platform, and judges the answers. */
final class Attack {
  /** What every answer keeps to; 5 s where nothing else runs on the machine. */
  static final Duration LIMIT =
      Duration.ofSeconds(Integer.getInteger("trainyard.attack.limit-seconds", 20));

  private static final int REQUEST_LINE_TOO_LONG = 414;

  /** Enough of an answer to see what it is; streams do not end. */
  private static final int READ_BYTES = 1 << 16;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Operation> operations;
  private final HostileRequests requests;
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  Attack(List<Operation> operations, HostileRequests requests) {
    this.operations = operations;
    this.requests = requests;
  }

  /**
   * Makes requests, of each operation the same number.
   *
   * @return what was wrong with the answers; empty when nothing was
   */
  List<String> run(int count) throws InterruptedException {
    var wrong = new ArrayList<String>();
    for (var number = 0; number < count; number++) {
      var operation = operations.get(number % operations.size());
      var request = requests.of(operation);
      var description = describe(operation, request);
      var started = System.nanoTime();
      try {
        ask(request).ifPresent(reason -> wrong.add(description + reason));
      } catch (IOException e) {
        wrong.add(description + e);
      }
      var took = Duration.ofNanos(System.nanoTime() - started);
      if (took.compareTo(LIMIT) > 0) {
        wrong.add(description + "took " + took);
      }
    }
    return wrong;
  }

  /** How often each status was answered. */
  Map<Integer, Integer> statuses() {
    return statuses;
  }

  /** What is wrong with the answer. */
  private Optional<String> ask(HostileRequests.Prepared request)
      throws IOException, InterruptedException {
    var answer = http.send(request.http(), BodyHandlers.ofInputStream());
    try (var content = answer.body()) {
      statuses.merge(answer.statusCode(), 1, Integer::sum);
      return judge(answer, read(answer, content));
    }
  }

  private static String read(HttpResponse<InputStream> answer, InputStream content)
      throws IOException {
    return isStream(answer)
        ? ""
        : new String(content.readNBytes(READ_BYTES), StandardCharsets.UTF_8);
  }

  private static boolean isStream(HttpResponse<?> answer) {
    return answer.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
  }

  private static Optional<String> judge(HttpResponse<?> answer, String text) {
    if (answer.statusCode() >= 500) {
      return Optional.of(answer.statusCode() + " " + text);
    }
    if (answer.headers().firstValue("X-Injected").isPresent()) {
      return Optional.of("has a header of the client's making");
    }
    if (text.contains("Exception") || text.contains("\tat ")) {
      return Optional.of("shows what it runs on: " + text);
    }
    if (answer.statusCode() == REQUEST_LINE_TOO_LONG) {
      // The HTTP server says so before it is a request, and ends the connection.
      return Optional.empty();
    }
    var type = answer.headers().firstValue("Content-Type").orElse("none");
    return answer.statusCode() >= 400 && !type.startsWith("application/problem+json")
        ? Optional.of(answer.statusCode() + " as " + type + ": " + text)
        : Optional.empty();
  }

  private static String describe(Operation operation, HostileRequests.Prepared request) {
    return "%s: %s %s %s %s%n  -> "
        .formatted(
            operation.path(),
            request.http().method(),
            shortened(request.http().uri().toString()),
            request.http().headers().map(),
            shortened(request.body()));
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }
}
