package dev.trainyard.template.archive;

import java.util.List;
import java.util.Optional;

/**
 * What a checked archive holds.
 *
 * @param classes the labels, sorted by name
 * @param warnings what the user should know and may ignore
 * @param divided the images with their places, where the archive itself has no sets
 */
public record ArchiveContent(
    List<ClassCount> classes, List<String> warnings, Optional<List<DatasetImage>> divided) {
  public ArchiveContent {
    classes = List.copyOf(classes);
    warnings = List.copyOf(warnings);
    divided = divided.map(List::copyOf);
  }

  public int trainImages() {
    return classes.stream().mapToInt(ClassCount::trainImages).sum();
  }

  public int testImages() {
    return classes.stream().mapToInt(ClassCount::testImages).sum();
  }
}
