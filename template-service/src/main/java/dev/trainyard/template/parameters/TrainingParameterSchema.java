package dev.trainyard.template.parameters;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.trainyard.contracts.training.TrainingParameters;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The JSON Schema (draft 2020-12) of {@link TrainingParameters}, for frontends that draw a form:
 * each parameter with title, help text, type, default and limits. Types, texts and defaults come
 * from the record; limits from its constants.
 */
public final class TrainingParameterSchema {
  /** What the schema with the platform's defaults is called. */
  public static final String ID = "urn:trainyard:schema:training-parameters";

  private static final Map<String, Map<String, Object>> LIMITS =
      Map.ofEntries(
          range("dataLoaderWorkers", TrainingParameters.MAX_DATA_LOADER_WORKERS),
          range("batchSize", TrainingParameters.MAX_BATCH_SIZE),
          range("iterations", TrainingParameters.MAX_ITERATIONS),
          range("updatePeriodSeconds", TrainingParameters.MAX_UPDATE_PERIOD_SECONDS),
          range("evaluationInterval", TrainingParameters.MAX_ITERATIONS),
          range("earlyStoppingPatience", TrainingParameters.MAX_ITERATIONS),
          Map.entry(
              "freezeBackboneIterations",
              ordered("minimum", 0, "maximum", TrainingParameters.MAX_ITERATIONS)),
          Map.entry(
              "checkpointIntervalSeconds",
              ordered(
                  "minimum",
                  TrainingParameters.MIN_CHECKPOINT_INTERVAL_SECONDS,
                  "maximum",
                  TrainingParameters.MAX_CHECKPOINT_INTERVAL_SECONDS)),
          Map.entry("learningRate", ordered("exclusiveMinimum", 0, "maximum", 1)),
          Map.entry(
              "imageSize",
              ordered(
                  "minimum",
                  TrainingParameters.MIN_IMAGE_SIZE,
                  "maximum",
                  TrainingParameters.MAX_IMAGE_SIZE,
                  "multipleOf",
                  TrainingParameters.IMAGE_SIZE_STEP)),
          Map.entry(
              "allowedExtensions",
              ordered(
                  "minItems",
                  1,
                  "uniqueItems",
                  true,
                  "items",
                  ordered("type", "string", "enum", TrainingParameters.SUPPORTED_EXTENSIONS))));

  private TrainingParameterSchema() {}

  /** The schema as a JSON object, under a name of its own, with these values as defaults. */
  public static Map<String, Object> create(String id, TrainingParameters defaults) {
    var properties = new LinkedHashMap<String, Object>();
    for (var component : TrainingParameters.class.getRecordComponents()) {
      properties.put(component.getName(), property(component, defaults));
    }
    return ordered(
        "$schema",
        "https://json-schema.org/draft/2020-12/schema",
        "$id",
        id,
        "title",
        "Training parameters",
        "description",
        "How a training is done. A parameter that is absent takes its default.",
        "type",
        "object",
        "additionalProperties",
        false,
        "properties",
        properties);
  }

  private static Map<String, Object> property(
      RecordComponent component, TrainingParameters defaults) {
    var property = new LinkedHashMap<String, Object>();
    property.put("title", titleOf(component.getName()));
    var description = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
    if (description != null) {
      property.put("description", description.value());
    }
    property.put("type", typeOf(component.getType()));
    if (component.getType().isEnum()) {
      property.put(
          "enum",
          Arrays.stream(component.getType().getEnumConstants()).map(String::valueOf).toList());
    }
    property.putAll(LIMITS.getOrDefault(component.getName(), Map.of()));
    var value = valueOf(component, defaults);
    if (value != null) {
      property.put("default", value instanceof Enum<?> constant ? constant.name() : value);
    }
    return property;
  }

  private static Object valueOf(RecordComponent component, TrainingParameters parameters) {
    try {
      return component.getAccessor().invoke(parameters);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records have public accessors", e);
    }
  }

  private static String typeOf(Class<?> type) {
    if (type == Integer.class || type == Long.class) {
      return "integer";
    }
    if (type == Double.class) {
      return "number";
    }
    if (type == Boolean.class) {
      return "boolean";
    }
    if (List.class.isAssignableFrom(type)) {
      return "array";
    }
    if (type.isEnum() || type == String.class) {
      return "string";
    }
    throw new IllegalStateException("no JSON type for " + type);
  }

  /** {@code dataLoaderWorkers} is "Data loader workers". */
  private static String titleOf(String name) {
    var words =
        Arrays.stream(name.split("(?=\\p{Upper})"))
            .map(String::toLowerCase)
            .collect(Collectors.joining(" "));
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static Map.Entry<String, Map<String, Object>> range(String name, int maximum) {
    return Map.entry(name, ordered("minimum", 1, "maximum", maximum));
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (var index = 0; index < keysAndValues.length; index += 2) {
      map.put((String) keysAndValues[index], keysAndValues[index + 1]);
    }
    return map;
  }
}
