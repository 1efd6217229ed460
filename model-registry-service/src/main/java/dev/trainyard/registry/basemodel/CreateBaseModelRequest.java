package dev.trainyard.registry.basemodel;

import dev.trainyard.kit.naming.EntityName;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A trained model that is to become a base model.
 *
 * @param name unique among base models, compared without case
 * @param description free text; null for one that names the model
 * @param modelId the model, whose archive must be stored
 * @param acceptRejected take it although its gate rejected it
 */
@Schema(description = "A trained model that is to become a base model.")
public record CreateBaseModelRequest(
    @EntityName @Schema(examples = "invoices-2026") String name,
    @Size(max = 2000) @Schema(examples = "Knows our invoices; go on from here.") String description,
    @NotNull @Schema(examples = "019ab1c3-5555-7c33-9d55-0c2f6d1c9a06") UUID modelId,
    @Schema(description = "Take it although its gate rejected it.", examples = "false")
        boolean acceptRejected) {}
