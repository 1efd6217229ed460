package dev.trainyard.template.json;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.kit.persistence.JsonColumn;
import jakarta.persistence.Converter;

/** Any JSON in a JSON column. */
@Converter
public class JsonTree extends JsonColumn<JsonNode> {
  public JsonTree() {
    super(new TypeReference<>() {});
  }
}
