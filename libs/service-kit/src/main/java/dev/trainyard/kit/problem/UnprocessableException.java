package dev.trainyard.kit.problem;

import java.util.List;
import java.util.Map;

/** The request is well formed, but what it holds or refers to cannot be used. */
public class UnprocessableException extends ProblemException {
  private final List<Violation> violations;
  private final Map<String, Object> fields;

  public UnprocessableException(String detail, List<Violation> violations) {
    this(detail, violations, Map.of());
  }

  /**
   * @param fields the ids of what was refused
   */
  public UnprocessableException(
      String detail, List<Violation> violations, Map<String, Object> fields) {
    super("unprocessable", "Unprocessable content", 422, detail);
    this.violations = List.copyOf(violations);
    this.fields = Map.copyOf(fields);
  }

  public UnprocessableException(String field, String message) {
    this("See violations for what to change.", List.of(new Violation(field, message)));
  }

  @Override
  public List<Violation> violations() {
    return violations;
  }

  @Override
  public Map<String, Object> fields() {
    return fields;
  }
}
