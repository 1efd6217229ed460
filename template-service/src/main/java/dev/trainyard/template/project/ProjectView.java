package dev.trainyard.template.project;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A project as clients see it.
 *
 * @param revision from 1, one more with each change; the entity tag
 */
@Schema(
    name = "Project",
    examples =
        "{\"id\": \"019aa000-0000-7000-8000-000000000001\", \"name\": \"invoices\", \"description\":"
            + " \"Incoming paper mail\", \"createdAt\": \"2026-01-05T09:00:00Z\", \"updatedAt\":"
            + " \"2026-01-05T09:00:00Z\"}")
public record ProjectView(
    UUID id,
    String name,
    String description,
    Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    Instant updatedAt,
    @JsonIgnore @Schema(hidden = true) int revision) {

  static ProjectView of(Project project) {
    return new ProjectView(
        project.id(),
        project.name(),
        project.description(),
        project.createdAt(),
        project.author(),
        project.updatedAt(),
        project.revision());
  }
}
