package dev.trainyard.process.rest;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads query parameters so that a wrong one is answered with its name. */
public final class QueryValues {
  private QueryValues() {}

  /**
   * @return null when the parameter is absent
   * @throws InvalidRequestException if it is no UUID
   */
  public static UUID uuid(String field, String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(field, "must be a UUID");
    }
  }

  /**
   * @return null when the parameter is absent
   * @throws InvalidRequestException if it is none of the constants
   */
  public static <E extends Enum<E>> E constant(String field, String value, Class<E> type) {
    if (value == null || value.isBlank()) {
      return null;
    }
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    field,
                    "must be one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
  }
}
