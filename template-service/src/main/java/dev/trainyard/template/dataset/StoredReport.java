package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.Violation;
import dev.trainyard.template.archive.ArchiveReport;
import dev.trainyard.template.archive.ClassCount;
import dev.trainyard.template.archive.Problem;
import dev.trainyard.template.archive.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A report without its thumbnails, as it is kept. */
record StoredReport(
    List<ClassCount> classes, List<Problem> problems, Map<ProblemCode, Integer> totals) {

  static StoredReport of(ArchiveReport report) {
    return new StoredReport(
        report.classes(),
        report.problems().stream()
            .map(
                problem ->
                    new Problem(
                        problem.severity(),
                        problem.code(),
                        storable(problem.file()),
                        storable(problem.otherFile()),
                        storable(problem.message())))
            .toList(),
        new TreeMap<>(report.totals()));
  }

  static List<Violation> storable(List<Violation> violations) {
    return violations.stream()
        .map(violation -> new Violation(storable(violation.field()), storable(violation.message())))
        .toList();
  }

  /** PostgreSQL keeps no NUL character; names in bad archives may have one. */
  private static String storable(String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }
}
