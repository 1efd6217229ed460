package dev.trainyard.process.process;

import dev.trainyard.contracts.process.LaunchStage;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A launch stage that ended.
 *
 * @param attempt the attempt it belongs to
 * @param stage which stage
 * @param failed true when it failed
 * @param message what is worth knowing; may be absent
 * @param occurredAt when it ended, by the machine's clock
 */
@Schema(description = "A launch stage that ended.")
record StageView(
    @Schema(examples = "1") int attempt,
    @Schema(examples = "DATASET_DOWNLOADED") LaunchStage stage,
    @Schema(examples = "false") boolean failed,
    @Schema(examples = "taken from the machine's cache") String message,
    @Schema(examples = "2026-11-23T10:15:03Z") Instant occurredAt) {}
