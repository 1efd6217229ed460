package dev.trainyard.template.archive;

import dev.trainyard.kit.problem.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was found while an archive was checked; keeps the first of each code. Thread-safe. */
final class Findings {
  /** Problems of one code that are kept. */
  static final int KEPT = 200;

  /** Violations, and warnings, that are told as text. */
  private static final int TOLD = 100;

  private final List<Problem> problems = new ArrayList<>();
  private final Map<ProblemCode, Integer> totals = new EnumMap<>(ProblemCode.class);
  private int errors;
  private int warnings;

  /**
   * @param file null when the archive as a whole is meant
   */
  void add(ProblemCode code, String file, String message) {
    add(code, file, null, message);
  }

  /**
   * @param otherFile the other one of two that do not go together
   */
  void add(ProblemCode code, String file, String otherFile, String message) {
    add(Problem.of(code, file, otherFile, message));
  }

  synchronized void add(Problem problem) {
    if (problem.severity() == Severity.ERROR) {
      errors++;
    } else {
      warnings++;
    }
    if (totals.merge(problem.code(), 1, Integer::sum) <= KEPT) {
      problems.add(problem);
    }
  }

  /** True when more errors would not be told anyway. */
  synchronized boolean isFull() {
    return errors >= KEPT;
  }

  synchronized boolean hasErrors() {
    return errors > 0;
  }

  /** The errors as a refused client reads them. */
  synchronized List<Violation> violations() {
    var told = new ArrayList<>(sorted(Severity.ERROR).limit(TOLD).map(Problem::violation).toList());
    if (errors >= TOLD) {
      told.add(new Violation("archive", "may have more problems than these"));
    }
    return told;
  }

  /** The warnings as text. */
  synchronized List<String> warnings() {
    var all = new ArrayList<>(sorted(Severity.WARNING).limit(TOLD).map(Problem::text).toList());
    if (warnings > TOLD) {
      all.add("and " + (warnings - TOLD) + " more");
    }
    return all;
  }

  /** Those that are kept, the gravest first. */
  synchronized List<Problem> problems() {
    return problems.stream().sorted(Problem.GRAVEST_FIRST).toList();
  }

  synchronized ArchiveReport report(List<ClassCount> classes, List<Thumbnail> thumbnails) {
    return new ArchiveReport(classes, problems(), totals, thumbnails);
  }

  private Stream<Problem> sorted(Severity severity) {
    return problems.stream()
        .filter(problem -> problem.severity() == severity)
        .sorted(Comparator.comparing(Problem::text));
  }
}
