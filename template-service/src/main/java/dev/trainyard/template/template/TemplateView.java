package dev.trainyard.template.template;

import dev.trainyard.contracts.training.TrainingParameters;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A template as clients see it. */
@Schema(
    name = "Template",
    examples =
        "{\"id\": \"019aa000-0000-7000-8000-000000000003\", \"projectId\":"
            + " \"019aa000-0000-7000-8000-000000000001\", \"name\": \"digits-fast\","
            + " \"description\": \"\", \"modelType\": \"classifier\", \"baseModel\":"
            + " \"base-resnet18\", \"parameters\": {\"iterations\": 300}, \"revision\": 1,"
            + " \"warnings\": [], \"createdAt\": \"2026-01-05T09:00:00Z\", \"updatedAt\":"
            + " \"2026-01-05T09:00:00Z\"}")
public record TemplateView(
    UUID id,
    UUID projectId,
    String name,
    String description,
    String modelType,
    String baseModel,
    @Schema(description = "Absent: the newest of the project when a process is created.")
        UUID datasetId,
    TrainingParameters parameters,
    @Schema(description = "From 1, one more with each change; the entity tag.") int revision,
    @Schema(description = "What is allowed but probably not wanted.") List<String> warnings,
    Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    Instant updatedAt) {

  static TemplateView of(Template template) {
    return new TemplateView(
        template.id(),
        template.projectId(),
        template.name(),
        template.description(),
        template.modelType(),
        template.baseModel(),
        template.datasetId().orElse(null),
        template.parameters(),
        template.revision(),
        template.parameters().warnings(),
        template.createdAt(),
        template.author(),
        template.updatedAt());
  }
}
