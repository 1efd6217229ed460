package dev.trainyard.local.attack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * One operation of a service, as its own document describes it.
 *
 * @param service where the service answers
 * @param method of HTTP
 * @param path with names in braces
 * @param parameters of the path, the query and the head
 * @param body what it reads, if anything
 */
record Operation(
    URI service, String method, String path, List<Parameter> parameters, Optional<Body> body) {
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options");

  /**
   * @param in {@code path}, {@code query} or {@code header}
   */
  record Parameter(String name, String in) {}

  /**
   * @param type its media type
   * @param example what a client could send; only of JSON
   */
  record Body(String type, Optional<JsonNode> example) {}

  @Override
  public String toString() {
    return method + " " + service + path;
  }

  /** All operations of a document. */
  static List<Operation> of(URI service, JsonNode document) {
    var operations = new ArrayList<Operation>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          operations.add(
              new Operation(
                  service,
                  operation.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  parameters(document, path.getValue(), operation.getValue()),
                  body(document, operation.getValue())));
        }
      }
    }
    return operations;
  }

  private static List<Parameter> parameters(JsonNode document, JsonNode path, JsonNode operation) {
    return List.of(path, operation).stream()
        .flatMap(owner -> StreamSupport.stream(owner.path("parameters").spliterator(), false))
        .map(parameter -> resolved(document, parameter))
        .map(
            parameter ->
                new Parameter(parameter.get("name").asText(), parameter.get("in").asText()))
        .distinct()
        .toList();
  }

  private static Optional<Body> body(JsonNode document, JsonNode operation) {
    var content = resolved(document, operation.path("requestBody")).path("content").properties();
    return content.stream()
        .findFirst()
        .map(
            entry ->
                new Body(
                    entry.getKey(),
                    entry.getKey().contains("json")
                        ? Optional.of(example(document, entry.getValue().path("schema"), 0))
                        : Optional.empty()));
  }

  private static JsonNode example(JsonNode document, JsonNode reference, int depth) {
    var schema = resolved(document, reference);
    if (schema.has("example")) {
      return schema.get("example");
    }
    if (schema.path("examples").has(0)) {
      return schema.get("examples").get(0);
    }
    var mapper = new ObjectMapper();
    if (schema.has("properties") && depth < 4) {
      var object = mapper.createObjectNode();
      schema
          .get("properties")
          .properties()
          .forEach(
              property ->
                  object.set(property.getKey(), example(document, property.getValue(), depth + 1)));
      return object;
    }
    var type = schema.path("type");
    return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
      case "integer", "number" -> mapper.getNodeFactory().numberNode(1);
      case "boolean" -> mapper.getNodeFactory().booleanNode(true);
      case "array" ->
          mapper.createArrayNode().add(example(document, schema.path("items"), depth + 1));
      case "object" -> mapper.createObjectNode();
      default -> mapper.getNodeFactory().textNode("text");
    };
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }
}
