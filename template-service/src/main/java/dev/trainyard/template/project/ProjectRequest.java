package dev.trainyard.template.project;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a client says about a project.
 *
 * @param name unique among projects, compared without case
 * @param description free text; absent is empty
 */
@Schema(
    description = "A project to create or its new content.",
    examples = "{\"name\": \"invoices\", \"description\": \"Incoming paper mail\"}")
public record ProjectRequest(
    @EntityName @Schema(examples = "invoices") String name,
    @Size(max = 2000, message = "must have at most 2000 characters") @Schema(examples = "Incoming paper mail")
        String description) {
  public ProjectRequest {
    description = description == null ? "" : description;
  }
}
