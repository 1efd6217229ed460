package dev.trainyard.registry.model;

import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What may be changed in a model.
 *
 * @param description free text; null for none
 */
@Schema(description = "What may be changed in a model.")
public record UpdateModelRequest(
    @Size(max = 2000) @Schema(examples = "In production since November.") String description) {}
