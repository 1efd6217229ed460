package dev.trainyard.local.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Requests that are nearly what an operation wants, and hostile in some of it. Not thread-safe. */
final class HostileRequests {
  private static final List<String> TYPES =
      List.of(
          "application/xml",
          "text/plain",
          "multipart/form-data",
          "application/json;charset=x",
          "a");

  private final Map<String, List<String>> ids;
  private final String token;
  private final Random random;
  private final HostileValues values;

  /**
   * @param ids of things that are there, by the part of the path before them, such as {@code
   *     projects}
   * @param token of somebody who may do everything
   * @param seed the same makes the same requests
   */
  HostileRequests(Map<String, List<String>> ids, String token, long seed) {
    this.ids = ids;
    this.token = token;
    this.random = new Random(seed);
    this.values = new HostileValues(random);
  }

  /**
   * A request.
   *
   * @param http ready to be sent
   * @param body what is in it
   */
  record Prepared(HttpRequest http, String body) {}

  /** One request of an operation. */
  Prepared of(Operation operation) {
    var request =
        HttpRequest.newBuilder()
            .timeout(Attack.LIMIT.plusSeconds(2))
            .header("Authorization", "Bearer " + token);
    var uri = address(operation, request);
    if (random.nextInt(10) == 0) {
      request.header("X-HTTP-Method-Override", "DELETE");
    }
    if (random.nextInt(10) == 0) {
      header(request, "Accept");
    }
    var body = operation.body().map(this::body).orElse("");
    operation.body().ifPresent(known -> request.header("Content-Type", type(known)));
    return new Prepared(
        request
            .uri(uri)
            .method(
                operation.method(),
                operation.body().isEmpty()
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body, StandardCharsets.UTF_8))
            .build(),
        body);
  }

  /** Also puts headers that are parameters into the request. */
  private URI address(Operation operation, HttpRequest.Builder request) {
    var path = operation.path();
    var query = new ArrayList<String>();
    for (var parameter : operation.parameters()) {
      switch (parameter.in()) {
        case "path" -> path = filled(operation, path, parameter.name());
        case "query" -> {
          if (random.nextInt(3) > 0) {
            var value = random.nextInt(4) == 0 ? id() : values.text();
            query.add(parameter.name() + "=" + encoded(value));
          }
        }
        case "header" -> header(request, parameter.name());
        default -> {}
      }
    }
    if (random.nextInt(10) == 0) {
      query.add("unknown=" + encoded(values.text()));
    }
    return URI.create(
        operation.service() + path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
  }

  private String type(Operation.Body known) {
    return random.nextInt(10) == 0 ? TYPES.get(random.nextInt(TYPES.size())) : known.type();
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
