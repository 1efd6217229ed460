package dev.trainyard.contracts.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What of a schema's change would break somebody: a reader of the older schema that gets newer
 * events, or a reader of the newer one that finds older events on the topic.
 */
final class SchemaComparison {
  /** Compared by rules of their own, or without meaning for the values. */
  private static final Set<String> KNOWN =
      Set.of(
          "$schema",
          "$defs",
          "title",
          "description",
          "examples",
          "properties",
          "required",
          "enum",
          "items",
          "additionalProperties");

  private final JsonNode older;
  private final JsonNode newer;
  private final List<String> findings = new ArrayList<>();

  private SchemaComparison(JsonNode older, JsonNode newer) {
    this.older = older;
    this.newer = newer;
  }

  /** One line for each change that breaks somebody, with the path of the field. */
  static List<String> breaks(JsonNode older, JsonNode newer) {
    var comparison = new SchemaComparison(older, newer);
    comparison.compare("", older, newer);
    return List.copyOf(comparison.findings);
  }

  private void compare(String path, JsonNode olderPart, JsonNode newerPart) {
    var before = resolved(older, olderPart);
    var after = resolved(newer, newerPart);
    values(path, before, after);
    constraints(path, before, after);
    properties(path, before, after);
    for (var inner : List.of("items", "additionalProperties")) {
      if (before.path(inner).isObject() && after.path(inner).isObject()) {
        compare(path + "[]", before.get(inner), after.get(inner));
      } else if (!before.path(inner).equals(after.path(inner))) {
        add(path, inner + " is another");
      }
    }
  }

  private void values(String path, JsonNode before, JsonNode after) {
    if (before.has("enum") != after.has("enum")) {
      add(path, after.has("enum") ? "has become a choice" : "is no choice any more");
      return;
    }
    difference(texts(before.path("enum")), texts(after.path("enum")))
        .forEach(value -> add(path, "no value " + value + " any more"));
    difference(texts(after.path("enum")), texts(before.path("enum")))
        .forEach(value -> add(path, "new value " + value));
  }

  private void constraints(String path, JsonNode before, JsonNode after) {
    var names = new TreeSet<String>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    names.removeAll(KNOWN);
    for (var name : names) {
      if (!before.path(name).equals(after.path(name))) {
        add(path, "%s was %s and is %s".formatted(name, before.get(name), after.get(name)));
      }
    }
  }

  private void properties(String path, JsonNode before, JsonNode after) {
    var mustBefore = texts(before.path("required"));
    var mustAfter = texts(after.path("required"));
    for (var property : before.path("properties").properties()) {
      var name = property.getKey();
      var field = path.isEmpty() ? name : path + "." + name;
      var counterpart = after.path("properties").path(name);
      if (counterpart.isMissingNode()) {
        add(field, "is gone");
        continue;
      }
      if (mustBefore.contains(name) && !mustAfter.contains(name)) {
        add(field, "may be absent now");
      }
      compare(field, property.getValue(), counterpart);
    }
    difference(mustAfter, mustBefore)
        .forEach(name -> add(path.isEmpty() ? name : path + "." + name, "must be there now"));
  }

  /** A part with all that it refers to in one place. */
  private static ObjectNode resolved(JsonNode root, JsonNode part) {
    var all = ((ObjectNode) part).deepCopy();
    var reference = all.remove("$ref");
    if (reference != null) {
      all.setAll(resolved(root, root.at(reference.asText().substring(1))));
    }
    var parts = all.remove("allOf");
    if (parts != null) {
      parts.forEach(one -> all.setAll(resolved(root, one)));
    }
    return all;
  }

  private static Set<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asText)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> difference(Set<String> from, Set<String> without) {
    var rest = new TreeSet<>(from);
    rest.removeAll(without);
    return rest;
  }

  private void add(String path, String finding) {
    findings.add((path.isEmpty() ? "the event" : path) + ": " + finding);
  }
}
