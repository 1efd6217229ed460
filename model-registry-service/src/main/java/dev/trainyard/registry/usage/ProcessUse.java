package dev.trainyard.registry.usage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.trainyard.contracts.process.ProcessStatus;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A process that begins from a base model and has not succeeded. */
@JsonIgnoreProperties(ignoreUnknown = true)
@Schema(description = "A process that begins from the base model and has not succeeded.")
public record ProcessUse(
    @Schema(examples = "019ab1c2-7a10-7c33-9d55-0c2f6d1c9a01") UUID id,
    @Schema(examples = "digits-20261123-101500") String name,
    @Schema(examples = "RUNNING") ProcessStatus status) {}
