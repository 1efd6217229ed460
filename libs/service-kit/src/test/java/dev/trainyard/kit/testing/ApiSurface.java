package dev.trainyard.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a client can rely on in an OpenAPI document, one fact a line: operations, parameters, media
 * types, fields and values.
 */
public final class ApiSurface {
  static final String MUST = " must be given";

  private static final String IN_REQUESTS = " is in requests";
  private static final String SCHEMAS = "#/components/schemas/";
  private static final List<String> METHODS =
      List.of("get", "head", "post", "put", "patch", "delete");

  private final JsonNode document;
  private final SortedSet<String> facts = new TreeSet<>();
  private final Set<String> asked = new HashSet<>();

  private ApiSurface(JsonNode document) {
    this.document = document;
  }

  /** The facts of a document, in order. */
  public static SortedSet<String> of(JsonNode document) {
    var surface = new ApiSurface(document);
    for (var path : document.path("paths").properties()) {
      for (var method : METHODS) {
        if (path.getValue().has(method)) {
          surface.operation(
              method.toUpperCase(Locale.ROOT) + " " + path.getKey(), path.getValue().get(method));
        }
      }
    }
    document
        .at("/components/schemas")
        .properties()
        .forEach(one -> surface.schema(one.getKey(), one.getValue()));
    surface.whatRequestsMustHave();
    return surface.facts;
  }

  /** What a client of the older facts cannot rely on any more. */
  public static List<String> breaks(Set<String> older, Set<String> newer) {
    var gone = older.stream().filter(fact -> !fact.endsWith(MUST) && !newer.contains(fact));
    var wanted =
        newer.stream()
            .filter(fact -> fact.endsWith(MUST) && !older.contains(fact))
            .filter(fact -> older.contains(ownerOf(fact)));
    return Stream.concat(
            gone.map(fact -> "is gone: " + fact), wanted.map(fact -> "is new: " + fact))
        .toList();
  }

  /** The fact that there is such an operation, or that requests are of such a schema. */
  private static String ownerOf(String fact) {
    var parameter = fact.indexOf(" query ");
    return parameter >= 0
        ? fact.substring(0, parameter)
        : fact.substring(0, fact.indexOf('.')) + IN_REQUESTS;
  }

  private void operation(String name, JsonNode operation) {
    facts.add(name);
    for (var parameter : operation.path("parameters")) {
      if (parameter.path("in").asText().equals("query")) {
        var text = name + " query " + parameter.path("name").asText();
        facts.add(text);
        if (parameter.path("required").asBoolean()) {
          facts.add(text + MUST);
        }
      }
    }
    for (var body : operation.at("/requestBody/content").properties()) {
      facts.add(
          "%s takes %s: %s".formatted(name, body.getKey(), kind(body.getValue().path("schema"))));
      collect(body.getValue().path("schema"));
    }
    for (var answer : operation.path("responses").properties()) {
      if (answer.getKey().startsWith("2") || answer.getKey().startsWith("3")) {
        facts.add(name + " answers " + answer.getKey());
        for (var body : answer.getValue().path("content").properties()) {
          facts.add(
              "%s answers %s %s: %s"
                  .formatted(
                      name, answer.getKey(), body.getKey(), kind(body.getValue().path("schema"))));
        }
      }
    }
  }

  private void schema(String name, JsonNode schema) {
    for (var property : schema.path("properties").properties()) {
      facts.add("%s.%s: %s".formatted(name, property.getKey(), kind(property.getValue())));
    }
    schema.path("enum").forEach(value -> facts.add(name + " = " + value.asText()));
  }

  private void whatRequestsMustHave() {
    var left = new ArrayDeque<>(asked);
    while (!left.isEmpty()) {
      var name = left.remove();
      facts.add(name + IN_REQUESTS);
      var schema = document.at("/components/schemas/" + name);
      schema.path("required").forEach(field -> facts.add(name + "." + field.asText() + MUST));
      var before = Set.copyOf(asked);
      collect(schema);
      asked.stream().filter(one -> !before.contains(one)).forEach(left::add);
    }
  }

  /** Notes the schemas that a request is made of. */
  private void collect(JsonNode schema) {
    schema.findValuesAsText("$ref").stream()
        .map(reference -> reference.replace(SCHEMAS, ""))
        .forEach(asked::add);
  }

  private static String kind(JsonNode schema) {
    if (schema.has("$ref")) {
      return schema.get("$ref").asText().replace(SCHEMAS, "");
    }
    if (schema.has("items")) {
      return kind(schema.get("items")) + "[]";
    }
    if (schema.path("additionalProperties").isObject()) {
      return "map of " + kind(schema.get("additionalProperties"));
    }
    for (var several : List.of("allOf", "anyOf", "oneOf")) {
      if (schema.has(several)) {
        return StreamSupport.stream(schema.get(several).spliterator(), false)
            .map(ApiSurface::kind)
            .collect(Collectors.joining(" | "));
      }
    }
    var type = schema.path("type");
    var name = type.isArray() ? type.toString() : type.asText("anything");
    return schema.has("format") ? name + " " + schema.get("format").asText() : name;
  }
}
