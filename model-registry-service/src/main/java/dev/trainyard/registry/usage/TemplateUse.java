package dev.trainyard.registry.usage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A template that names a base model. */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(description = "A template that names the base model.")
public record TemplateUse(
    @Schema(examples = "019ab1c1-2222-7c33-9d55-0c2f6d1c9a03") UUID id,
    @Schema(examples = "digits") String name,
    @Schema(examples = "019ab1c0-1111-7c33-9d55-0c2f6d1c9a02") UUID projectId) {}
