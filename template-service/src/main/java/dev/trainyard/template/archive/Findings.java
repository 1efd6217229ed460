package dev.trainyard.template.archive;

import dev.trainyard.kit.problem.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found while an archive was checked; keeps the first hundred of each. Thread-safe. */
final class Findings {
  private static final int KEPT = 100;

  private final List<Violation> violations = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int violationCount;
  private int warningCount;

  synchronized void violation(String field, String message) {
    violationCount++;
    if (violations.size() < KEPT) {
      violations.add(new Violation(field, message));
    }
  }

  synchronized void warning(String message) {
    warningCount++;
    if (warnings.size() < KEPT) {
      warnings.add(message);
    }
  }

  /** True when more of them would not be told anyway. */
  synchronized boolean isFull() {
    return violationCount >= KEPT;
  }

  /**
   * @throws InvalidArchiveException if there is any violation
   */
  synchronized void throwIfInvalid() {
    if (violationCount > 0) {
      violations.sort(Comparator.comparing(Violation::field));
      if (violationCount > KEPT || violations.size() == KEPT) {
        violations.add(new Violation("archive", "may have more problems than these"));
      }
      throw new InvalidArchiveException(violations);
    }
  }

  synchronized List<String> warnings() {
    var all = new ArrayList<>(warnings);
    all.sort(Comparator.naturalOrder());
    if (warningCount > KEPT) {
      all.add("and " + (warningCount - KEPT) + " more");
    }
    return all;
  }
}
