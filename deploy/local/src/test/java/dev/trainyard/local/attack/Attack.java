package dev.trainyard.local.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Makes hostile requests of the operations of a platform, and judges the answers. */
final class Attack {
  /** What every answer keeps to; 5 s where nothing else runs on the machine. */
  static final Duration LIMIT =
      Duration.ofSeconds(Integer.getInteger("trainyard.attack.limit-seconds", 20));

  private static final int REQUEST_LINE_TOO_LONG = 414;

  /** Enough of an answer to see what it is; streams do not end. */
  private static final int READ_BYTES = 1 << 16;

  private static final List<String> TYPES =
      List.of(
          "application/xml",
          "text/plain",
          "multipart/form-data",
          "application/json;charset=x",
          "a");

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Operation> operations;
  private final Map<String, List<String>> ids;
  private final Random random;
  private final HostileValues values;
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  /**
   * @param ids of things that are there, by the part of the path before them, such as {@code
   *     projects}
   * @param seed the same makes the same requests
   */
  Attack(List<Operation> operations, Map<String, List<String>> ids, long seed) {
    this.operations = operations;
    this.ids = ids;
    this.random = new Random(seed);
    this.values = new HostileValues(random);
  }

  /**
   * Makes requests, of each operation the same number.
   *
   * @return what was wrong with the answers; empty when nothing was
   */
  List<String> run(int requests) throws InterruptedException {
    var wrong = new ArrayList<String>();
    for (var number = 0; number < requests; number++) {
      var operation = operations.get(number % operations.size());
      var request = request(operation);
      var body = request.body();
      var started = System.nanoTime();
      try {
        var answer = http.send(request.http(), BodyHandlers.ofInputStream());
        String text;
        try (InputStream content = answer.body()) {
          text = read(answer, content);
        }
        statuses.merge(answer.statusCode(), 1, Integer::sum);
        judge(answer, text)
            .ifPresent(reason -> wrong.add(describe(operation, request.http(), body) + reason));
      } catch (IOException e) {
        wrong.add(describe(operation, request.http(), body) + e);
      }
      var took = Duration.ofNanos(System.nanoTime() - started);
      if (took.compareTo(LIMIT) > 0) {
        wrong.add(describe(operation, request.http(), body) + "took " + took);
      }
    }
    return wrong;
  }

  /** How often each status was answered. */
  Map<Integer, Integer> statuses() {
    return statuses;
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

  private static String describe(Operation operation, HttpRequest request, String body) {
    return "%s: %s %s %s %s%n  -> "
        .formatted(
            operation.path(),
            request.method(),
            shortened(request.uri().toString()),
            request.headers().map(),
            shortened(body));
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private record Prepared(HttpRequest http, String body) {}

  private Prepared request(Operation operation) {
    var path = operation.path();
    var query = new StringBuilder();
    var request = HttpRequest.newBuilder().timeout(LIMIT.plusSeconds(2));
    for (var parameter : operation.parameters()) {
      switch (parameter.in()) {
        case "path" -> path = filled(operation, path, parameter.name());
        case "query" -> {
          if (random.nextInt(3) > 0) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(parameter.name())
                .append('=')
                .append(encoded(random.nextInt(4) == 0 ? id() : values.text()));
          }
        }
        case "header" -> header(request, parameter.name());
        default -> {}
      }
    }
    if (random.nextInt(10) == 0) {
      query.append(query.isEmpty() ? '?' : '&').append("unknown=").append(encoded(values.text()));
    }
    if (random.nextInt(10) == 0) {
      request.header("X-HTTP-Method-Override", "DELETE");
    }
    if (random.nextInt(10) == 0) {
      header(request, "Accept");
    }
    var body = operation.body().map(this::body).orElse("");
    operation
        .body()
        .ifPresent(
            known ->
                request.header(
                    "Content-Type",
                    random.nextInt(10) == 0
                        ? TYPES.get(random.nextInt(TYPES.size()))
                        : known.type()));
    return new Prepared(
        request
            .uri(URI.create(operation.service() + path.replaceAll("\\{[^}]*}", "x") + query))
            .method(
                operation.method(),
                operation.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build(),
        body);
  }

  /** Headers of this client cannot hold what would end them. */
  private void header(HttpRequest.Builder request, String name) {
    var value = values.text();
    if (value.chars().allMatch(letter -> letter >= ' ' && letter < 127)) {
      request.header(name, value);
    }
  }

  /** Mostly with what is there, so that the request gets further than to a 404, and lets it be. */
  private String filled(Operation operation, String path, String name) {
    var placeholder = "{" + name + "}";
    var before = path.substring(0, path.indexOf(placeholder)).split("/");
    var there = ids.get(before[before.length - 1]);
    var isThere = operation.method().equals("DELETE") ? 0.03 : 0.8;
    var value =
        there != null && random.nextDouble() < isThere
            ? there.get(random.nextInt(there.size()))
            : random.nextBoolean() ? values.text() : id();
    return path.replace(placeholder, encoded(value));
  }

  /** Of any kind. */
  private String id() {
    var kinds = List.copyOf(ids.values());
    var kind = kinds.get(random.nextInt(kinds.size()));
    return kind.get(random.nextInt(kind.size()));
  }

  private String body(Operation.Body body) {
    if (body.example().isEmpty() || random.nextInt(8) == 0) {
      return values.body();
    }
    var json = body.example().get().deepCopy();
    if (json instanceof ObjectNode object) {
      mutate(object);
    }
    return json.toString();
  }

  private void mutate(ObjectNode object) {
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    for (var times = random.nextInt(3); times >= 0 && !names.isEmpty(); times--) {
      var name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(5)) {
        case 0 -> object.remove(name);
        case 1 -> object.put(name, id());
        case 2 -> object.set("unknown", values.json());
        default -> {
          JsonNode inner = object.get(name);
          if (inner instanceof ObjectNode nested && random.nextBoolean()) {
            mutate(nested);
          } else {
            object.set(name, values.json());
          }
        }
      }
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
