package dev.trainyard.template.modeltype;

import java.util.Arrays;
import java.util.Optional;

/** What a model is for; decides which trainer runs. */
public enum ModelType {
  CLASSIFIER(
      "classifier",
      "Document classifier",
      "Sorts page images into classes, such as invoice, letter, form. Learns from a folder of"
          + " images for each class.");

  private final String typeName;
  private final String title;
  private final String description;

  ModelType(String typeName, String title, String description) {
    this.typeName = typeName;
    this.title = title;
    this.description = description;
  }

  /** The type that clients call so. */
  public static Optional<ModelType> of(String typeName) {
    return Arrays.stream(values()).filter(type -> type.typeName.equals(typeName)).findFirst();
  }

  /** What clients call it. */
  public String typeName() {
    return typeName;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }
}
