package dev.trainyard.template.modeltype;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.contracts.training.TrainingParameters;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A model type as clients see it. */
@Schema(
    name = "ModelType",
    examples =
        "{\"name\": \"classifier\", \"title\": \"Document classifier\", \"description\": \"Sorts"
            + " page images into classes.\", \"parameters\": {}, \"builtIn\": true, \"revision\":"
            + " 1, \"createdAt\": \"2026-01-05T09:00:00Z\", \"updatedAt\":"
            + " \"2026-01-05T09:00:00Z\"}")
public record ModelTypeView(
    String name,
    String title,
    String description,
    @Schema(
            description = "Parameters that templates begin with, where they differ from defaults.",
            implementation = TrainingParameters.class)
        JsonNode parameters,
    @Schema(description = "Comes with the platform; cannot be changed or deleted.") boolean builtIn,
    @Schema(description = "From 1, one more with each change; the entity tag.") int revision,
    Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    Instant updatedAt) {

  static ModelTypeView of(ModelType type) {
    return new ModelTypeView(
        type.name(),
        type.title(),
        type.description(),
        type.parameters(),
        type.builtIn(),
        type.revision(),
        type.createdAt(),
        type.author(),
        type.updatedAt());
  }
}
