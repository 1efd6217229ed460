package dev.trainyard.kit.http;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.util.UUID;

/** Ids in a query. */
public final class QueryId {
  private QueryId() {}

  /**
   * @param parameter the query parameter
   * @param value what was given
   * @throws InvalidRequestException if it is no id; the answer names the parameter
   */
  public static UUID parse(String parameter, String value) {
    try {
      return UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(parameter, "must be a UUID");
    }
  }

  /**
   * @return null when the value is absent or blank, as a form sends a field that was not filled in
   * @throws InvalidRequestException if it is no id; the answer names the parameter
   */
  public static UUID optional(String parameter, String value) {
    return value == null || value.isBlank() ? null : parse(parameter, value);
  }
}
