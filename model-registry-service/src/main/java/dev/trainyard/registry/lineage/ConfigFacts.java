package dev.trainyard.registry.lineage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Reads {@code config.yaml}, which may say anything: what is not of the right kind is not known.
 */
final class ConfigFacts {
  private final JsonNode config;

  /**
   * @param config null for none
   */
  ConfigFacts(JsonNode config) {
    this.config = config == null ? MissingNode.getInstance() : config;
  }

  /** A text that can be looked for; PostgreSQL takes no NUL. */
  String text(String section, String name) {
    var value = config.path(section).path(name).textValue();
    return value == null || value.indexOf('\0') >= 0 ? null : value;
  }

  Integer number(String section, String name) {
    var value = config.path(section).path(name);
    return value.isInt() ? value.intValue() : null;
  }

  UUID id(String section, String name) {
    var value = text(section, name);
    try {
      return value == null ? null : UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** All of a section. */
  Map<String, JsonNode> all(String section) {
    var values = new LinkedHashMap<String, JsonNode>();
    config
        .path(section)
        .properties()
        .forEach(field -> values.put(field.getKey(), field.getValue()));
    return values;
  }

  /** The texts of a section. */
  Map<String, String> texts(String section) {
    var values = new LinkedHashMap<String, String>();
    all(section)
        .forEach(
            (name, value) -> {
              if (value.isTextual()) {
                values.put(name, value.textValue());
              }
            });
    return values;
  }
}
