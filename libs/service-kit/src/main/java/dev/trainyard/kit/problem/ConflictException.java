package dev.trainyard.kit.problem;

import java.util.Map;

/** The request does not fit the state things are in. */
public class ConflictException extends ProblemException {
  private final Map<String, Object> fields;

  /**
   * @param kind last part of the problem type, such as {@code name-taken}
   * @param detail what is in the way and what to do
   * @param fields the ids of what is in the way
   */
  public ConflictException(String kind, String detail, Map<String, Object> fields) {
    super(kind, "Conflict", 409, detail);
    this.fields = Map.copyOf(fields);
  }

  @Override
  public Map<String, Object> fields() {
    return fields;
  }
}
