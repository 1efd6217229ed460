package dev.trainyard.contracts.process;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

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
public record ProcessStageEvent(
    UUID processId,
    UUID machineId,
    int attempt,
    LaunchStage stage,
    boolean failed,
    @JsonInclude(NON_NULL) String message,
    Instant occurredAt) {}
