package dev.trainyard.kit.problem;

import java.util.HashMap;
import java.util.Map;

/** The request does not fit the state things are in. */
public class ConflictException extends ProblemException {
  private final String kind;
  private final Map<String, Object> fields;

  /**
   * @param kind last part of the problem type, such as {@code name-taken}
   * @param detail what is in the way and what to do
   * @param fields the ids of what is in the way
   */
  public ConflictException(String kind, String detail, Map<String, Object> fields) {
    super(kind, "Conflict", 409, detail);
    this.kind = kind;
    this.fields = Map.copyOf(fields);
  }

  /** The same, and one thing more that the client wants to know. */
  public ConflictException with(String field, Object value) {
    var more = new HashMap<>(fields);
    more.put(field, value);
    return new ConflictException(kind, getMessage(), more);
  }

  @Override
  public Map<String, Object> fields() {
    return fields;
  }
}
