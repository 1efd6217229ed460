package dev.trainyard.monitoring.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads and writes what is kept as JSON in a column. */
@ApplicationScoped
public class StoredJson {
  private final ObjectMapper json;

  StoredJson(ObjectMapper json) {
    // A row may have been written by another version.
    this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** The value as JSON; null for null. */
  public String write(Object value) {
    try {
      return value == null ? null : storable(json.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
    }
  }

  /** The value of a column; null for NULL. */
  public <T> T read(String column, Class<T> type) {
    try {
      return column == null ? null : json.readValue(column, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored " + type.getSimpleName() + " is unreadable", e);
    }
  }

  /** A column as it is. */
  public JsonNode tree(String column) {
    return read(column, JsonNode.class);
  }

  /** JSON text as jsonb takes it: PostgreSQL cannot hold U+0000, escaped or not. */
  public static String storable(String json) {
    return json.replace("\0", "").replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000", "$1");
  }
}
