package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a base model is to be called and described as.
 *
 * @param name unique among base models, compared without case
 * @param description free text; absent is empty
 */
@Schema(description = "New name and description of a base model.")
public record UpdateBaseModelRequest(
    @EntityName @Schema(examples = "invoices-2026") String name,
    @Size(max = 2000, message = "must have at most 2000 characters") @Schema(examples = "Knows our invoices; go on from here.")
        String description) {
  public UpdateBaseModelRequest {
    description = description == null ? "" : description;
  }
}
