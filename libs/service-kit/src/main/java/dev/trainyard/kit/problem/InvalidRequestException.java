package dev.trainyard.kit.problem;

import java.util.List;

/** The request is malformed or breaks a rule that concerns the request alone. */
public class InvalidRequestException extends ProblemException {
  private final List<Violation> violations;

  public InvalidRequestException(String field, String message) {
    this(List.of(new Violation(field, message)));
  }

  public InvalidRequestException(List<Violation> violations) {
    super("invalid-request", "Invalid request", 400, "See violations for what to change.");
    this.violations = List.copyOf(violations);
  }

  @Override
  public List<Violation> violations() {
    return violations;
  }
}
