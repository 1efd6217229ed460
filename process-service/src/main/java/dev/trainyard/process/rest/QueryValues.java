package dev.trainyard.process.rest;

import dev.trainyard.kit.events.StorableTime;
import dev.trainyard.kit.problem.InvalidRequestException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

  /**
   * @return null when the parameter is absent
   * @throws InvalidRequestException if one is none of the constants
   */
  public static <E extends Enum<E>> List<E> constants(
      String field, List<String> values, Class<E> type) {
    var wanted =
        values.stream()
            .map(value -> constant(field, value, type))
            .filter(Objects::nonNull)
            .toList();
    return wanted.isEmpty() ? null : wanted;
  }

  /**
   * @return null when the parameter is absent
   * @throws InvalidRequestException if it is no time in ISO 8601 with an offset, or one that the
   *     database does not know
   */
  public static Instant instant(String field, String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      var instant = OffsetDateTime.parse(value).toInstant();
      if (StorableTime.isStorable(instant)) {
        return instant;
      }
    } catch (DateTimeParseException e) {
      // Refused below, like a time that is too far away.
    }
    throw new InvalidRequestException(
        field, "must be a time such as 2026-11-23T00:00:00Z, in the years 1 to 9999");
  }
}
