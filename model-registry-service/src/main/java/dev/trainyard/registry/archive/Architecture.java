package dev.trainyard.registry.archive;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The network graphs a model can have. */
enum Architecture {
  RESNET18("resnet18"),
  RESNET34("resnet34"),
  RESNET50("resnet50");

  private final String title;

  Architecture(String title) {
    this.title = title;
  }

  static boolean isKnown(String title) {
    return Arrays.stream(values()).anyMatch(architecture -> architecture.title.equals(title));
  }

  static String all() {
    return Arrays.stream(values())
        .map(architecture -> architecture.title)
        .collect(Collectors.joining(", "));
  }
}
