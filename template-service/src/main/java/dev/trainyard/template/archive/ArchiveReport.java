package dev.trainyard.template.archive;

import java.util.List;
import java.util.Map;

/**
 * What was found in an archive, be it accepted or refused. How much of it there is, is bounded.
 *
 * @param classes the labels that were found, sorted by name; empty where the archive could not be
 *     read so far
 * @param problems the gravest first; of each code the first {@link Findings#KEPT} only
 * @param totals how many problems of each code there are, with those that are not kept; of a
 *     refused archive those that were found before the check gave up
 * @param thumbnails the first images of each class and set, and images with problems
 */
public record ArchiveReport(
    List<ClassCount> classes,
    List<Problem> problems,
    Map<ProblemCode, Integer> totals,
    List<Thumbnail> thumbnails) {
  public ArchiveReport {
    classes = List.copyOf(classes);
    problems = List.copyOf(problems);
    totals = Map.copyOf(totals);
    thumbnails = List.copyOf(thumbnails);
  }

  /** How many problems there are of a severity. */
  public int total(Severity severity) {
    return totals.entrySet().stream()
        .filter(entry -> entry.getKey().severity() == severity)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
