package dev.trainyard.registry.lineage;

import dev.trainyard.contracts.model.ModelStatus;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model in a lineage, in short.
 *
 * @param version from 1, within the project and name
 */
@Schema(description = "A model, in short.")
public record LinkedModel(
    @Schema(examples = "019ab1c3-5555-7c33-9d55-0c2f6d1c9a06") UUID id,
    @Schema(examples = "digits") String name,
    @Schema(examples = "1") int version,
    @Schema(examples = "READY") ModelStatus status,
    @Schema(examples = "019ab1c0-1111-7c33-9d55-0c2f6d1c9a02") UUID projectId,
    @Schema(examples = "2026-11-23T15:00:00Z") Instant createdAt) {}
