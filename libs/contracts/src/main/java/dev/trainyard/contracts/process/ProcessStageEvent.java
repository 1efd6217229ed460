package dev.trainyard.contracts.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A launch stage ended.
 *
 * @param processId the process
 * @param machineId the machine
 * @param attempt the attempt
 * @param stage which stage
 * @param failed true when the stage failed
 * @param message why it failed, or what is worth knowing; may be absent
 * @param occurredAt when it ended
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessStageEvent(
    UUID processId,
    UUID machineId,
    int attempt,
    LaunchStage stage,
    boolean failed,
    String message,
    Instant occurredAt) {}
