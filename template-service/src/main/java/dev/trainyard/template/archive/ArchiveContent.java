package dev.trainyard.template.archive;

import java.util.List;
import java.util.Optional;

/**
 * What an accepted archive holds.
 *
 * @param report all that was found
 * @param warnings what the user should know and may ignore, as text
 * @param divided the images with their places, where the archive itself has no sets
 */
public record ArchiveContent(
    ArchiveReport report, List<String> warnings, Optional<List<DatasetImage>> divided) {
  public ArchiveContent {
    warnings = List.copyOf(warnings);
    divided = divided.map(List::copyOf);
  }

  /** The labels, sorted by name. */
  public List<ClassCount> classes() {
    return report.classes();
  }

  public int trainImages() {
    return classes().stream().mapToInt(ClassCount::trainImages).sum();
  }

  public int testImages() {
    return classes().stream().mapToInt(ClassCount::testImages).sum();
  }
}
