package dev.trainyard.template.modeltype;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model type as clients see it. */
@Schema(
    name = "ModelType",
    examples =
        "{\"name\": \"classifier\", \"title\": \"Document classifier\", \"description\": \"Sorts"
            + " page images into classes.\"}")
public record ModelTypeView(String name, String title, String description) {
  static ModelTypeView of(ModelType type) {
    return new ModelTypeView(type.typeName(), type.title(), type.description());
  }
}
