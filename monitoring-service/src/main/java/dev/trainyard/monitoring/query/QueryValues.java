package dev.trainyard.monitoring.query;

import dev.trainyard.kit.events.StorableTime;
import dev.trainyard.kit.problem.InvalidRequestException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads filters from the query string, so that a bad one is a 400 that names it. All methods take
 * an absent or empty filter as none.
 */
public final class QueryValues {
  private QueryValues() {}

  /** An id. */
  public static Optional<UUID> id(String field, String value) {
    if (isAbsent(value)) {
      return Optional.empty();
    }
    try {
      var id = UUID.fromString(value.trim());
      // The parser also takes shortened forms.
      if (id.toString().equalsIgnoreCase(value.trim())) {
        return Optional.of(id);
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like the shortened forms.
    }
    throw new InvalidRequestException(field, "must be a UUID");
  }

  /** A point in time that the database knows. */
  public static Optional<Instant> instant(String field, String value) {
    if (isAbsent(value)) {
      return Optional.empty();
    }
    try {
      var instant = Instant.parse(value.trim());
      if (StorableTime.isStorable(instant)) {
        return Optional.of(instant);
      }
    } catch (DateTimeParseException e) {
      // Refused below, like a time that is too far away.
    }
    throw new InvalidRequestException(
        field, "must be a time in ISO 8601, such as 2026-11-23T12:00:00Z, in the years 1 to 9999");
  }

  /** A day that the database knows. */
  public static Optional<LocalDate> day(String field, String value) {
    if (isAbsent(value)) {
      return Optional.empty();
    }
    try {
      var day = LocalDate.parse(value.trim());
      if (day.getYear() >= 1 && day.getYear() <= 9999) {
        return Optional.of(day);
      }
    } catch (DateTimeParseException e) {
      // Refused below, like a day that is too far away.
    }
    throw new InvalidRequestException(
        field, "must be a day, such as 2026-11-23, in the years 1 to 9999");
  }

  /** A constant of an enum. */
  public static <E extends Enum<E>> Optional<E> constant(
      String field, String value, Class<E> type) {
    if (isAbsent(value)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Enum.valueOf(type, value.trim()));
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(
          field,
          "must be one of "
              + Arrays.stream(type.getEnumConstants())
                  .map(Enum::name)
                  .collect(Collectors.joining(", ")));
    }
  }

  private static boolean isAbsent(String value) {
    return value == null || value.isBlank();
  }
}
