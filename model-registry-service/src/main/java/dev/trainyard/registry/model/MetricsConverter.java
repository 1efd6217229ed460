package dev.trainyard.registry.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.LinkedHashMap;
import java.util.Map;

/** Figures by name as JSON text. */
@Converter
class MetricsConverter implements AttributeConverter<Map<String, Double>, String> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Double>> METRICS =
      new TypeReference<>() {};

  @Override
  public String convertToDatabaseColumn(Map<String, Double> metrics) {
    try {
      return metrics == null ? null : JSON.writeValueAsString(metrics);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures are always writable as JSON", e);
    }
  }

  @Override
  public Map<String, Double> convertToEntityAttribute(String text) {
    try {
      return text == null ? null : JSON.readValue(text, METRICS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database holds unreadable JSON", e);
    }
  }
}
