package dev.trainyard.kit.problem;

import java.util.List;

/** The request is well formed, but what it holds or refers to cannot be used. */
public class UnprocessableException extends ProblemException {
  private final List<Violation> violations;

  public UnprocessableException(String detail, List<Violation> violations) {
    super("unprocessable", "Unprocessable content", 422, detail);
    this.violations = List.copyOf(violations);
  }

  public UnprocessableException(String field, String message) {
    this("See violations for what to change.", List.of(new Violation(field, message)));
  }

  @Override
  public List<Violation> violations() {
    return violations;
  }
}
