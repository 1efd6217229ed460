package dev.trainyard.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.training.TrainingParameters;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes a sample of every event data record from the record itself. */
public final class Samples {
  private static final Instant TIME = Instant.parse("2026-01-05T09:00:00.123Z");
  private static final UUID ID = UUID.fromString("019aa000-0000-7000-8000-000000000001");

  private Samples() {}

  /** A sample in which every component is set. */
  public static Object full(EventType type) {
    return sample(type.dataClass(), true);
  }

  /** A sample without the components that may be absent. */
  public static Object minimal(EventType type) {
    return sample(type.dataClass(), false);
  }

  private static Object sample(Class<?> type, boolean full) {
    var components = type.getRecordComponents();
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new))
          .newInstance(
              Arrays.stream(components)
                  .map(
                      component ->
                          full || !mayBeAbsent(component)
                              ? value(component.getGenericType(), full)
                              : null)
                  .toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no sample of " + type, e);
    }
  }

  /** The rule of {@link EventType}. */
  static boolean mayBeAbsent(RecordComponent component) {
    return component.getAccessor().isAnnotationPresent(JsonInclude.class);
  }

  private static Object value(Type type, boolean full) {
    if (type instanceof ParameterizedType parameterized) {
      var last = parameterized.getActualTypeArguments().length - 1;
      var element = value(parameterized.getActualTypeArguments()[last], full);
      return parameterized.getRawType() == Map.class ? Map.of("key", element) : List.of(element);
    }
    var raw = (Class<?>) type;
    if (raw == TrainingParameters.class) {
      return full ? withEverything() : TrainingParameters.defaults();
    }
    if (raw.isRecord()) {
      return sample(raw, full);
    }
    if (raw.isEnum()) {
      return raw.getEnumConstants()[0];
    }
    return simpleValue(raw);
  }

  private static Object simpleValue(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "UUID" -> ID;
      case "Instant" -> TIME;
      case "String" -> "text";
      case "boolean", "Boolean" -> true;
      case "int", "Integer" -> 3;
      case "long", "Long" -> 5_000_000_000L;
      case "double", "Double" -> 0.25;
      default -> throw new IllegalStateException("no sample of " + type);
    };
  }

  private static TrainingParameters withEverything() {
    return new TrainingParameters(
        null, null, null, null, null, null, null, null, null, null, null, null, 7, 8, 9, null,
        null);
  }
}
