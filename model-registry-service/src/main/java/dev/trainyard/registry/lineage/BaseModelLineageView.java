package dev.trainyard.registry.lineage;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a base model was made from, and what was trained from it. What is not known, or does not
 * apply, is absent.
 *
 * @param baseModel the base model, with the models that were trained from it
 * @param madeFromId the model that it was made from, which may be gone
 * @param madeFrom the same model, if it is in the registry
 */
@Schema(description = "What a base model was made from, and what was trained from it.")
public record BaseModelLineageView(
    LinkedBaseModel baseModel,
    @Schema(examples = "019ab1c3-5555-7c33-9d55-0c2f6d1c9a06") UUID madeFromId,
    LinkedModel madeFrom) {}
