package dev.trainyard.template.archive;

import java.util.List;

/**
 * What a checked archive holds.
 *
 * @param classes the labels, sorted by name
 * @param warnings what the user should know and may ignore
 */
public record ArchiveContent(List<ClassCount> classes, List<String> warnings) {
  public ArchiveContent {
    classes = List.copyOf(classes);
    warnings = List.copyOf(warnings);
  }

  public int trainImages() {
    return classes.stream().mapToInt(ClassCount::trainImages).sum();
  }

  public int testImages() {
    return classes.stream().mapToInt(ClassCount::testImages).sum();
  }
}
