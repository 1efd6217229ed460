package dev.trainyard.template.archive;

import dev.trainyard.kit.problem.Violation;
import java.util.List;

/** An archive that is no dataset; says why, entry by entry. */
public class InvalidArchiveException extends RuntimeException {
  private final transient List<Violation> violations;

  public InvalidArchiveException(List<Violation> violations) {
    super("the archive is no dataset");
    this.violations = List.copyOf(violations);
  }

  InvalidArchiveException(String field, String message) {
    this(List.of(new Violation(field, message)));
  }

  /** What is wrong, with the path inside the archive as the field; never empty. */
  public List<Violation> violations() {
    return violations;
  }
}
