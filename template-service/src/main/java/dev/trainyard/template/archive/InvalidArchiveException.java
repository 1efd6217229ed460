package dev.trainyard.template.archive;

import dev.trainyard.kit.problem.Violation;
import java.util.List;
import java.util.Map;

/** An archive that is no dataset; says why, entry by entry. */
public class InvalidArchiveException extends RuntimeException {
  private final transient List<Violation> violations;
  private final transient ArchiveReport report;

  InvalidArchiveException(List<Violation> violations, ArchiveReport report) {
    super("the archive is no dataset");
    this.violations = List.copyOf(violations);
    this.report = report;
  }

  /** The archive as a whole is at fault. */
  InvalidArchiveException(ProblemCode code, String message) {
    this(List.of(new Violation("archive", message)), reportOf(code, message));
  }

  /** What is wrong, with the path inside the archive as the field; never empty. */
  public List<Violation> violations() {
    return violations;
  }

  /** All that was found. */
  public ArchiveReport report() {
    return report;
  }

  private static ArchiveReport reportOf(ProblemCode code, String message) {
    return new ArchiveReport(
        List.of(), List.of(Problem.of(code, null, null, message)), Map.of(code, 1), List.of());
  }
}
