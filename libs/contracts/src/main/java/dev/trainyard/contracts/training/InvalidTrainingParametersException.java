package dev.trainyard.contracts.training;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when training parameters lie outside their limits; names every parameter that does. */
public class InvalidTrainingParametersException extends IllegalArgumentException {
  private final List<ParameterViolation> violations;

  public InvalidTrainingParametersException(List<ParameterViolation> violations) {
    super(
        violations.stream()
            .map(violation -> violation.field() + ": " + violation.message())
            .collect(Collectors.joining("; ")));
    this.violations = List.copyOf(violations);
  }

  /** Every parameter that is outside its limits; never empty. */
  public List<ParameterViolation> violations() {
    return violations;
  }
}
