package dev.trainyard.contracts.process;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * What an agent says of a run, once for each thing that happens. Consumers drop what is not newer
 * than the highest {@code (attempt, sequence)} they know of the process.
 *
 * @param processId the process
 * @param machineId the machine
 * @param attempt the attempt
 * @param sequence from 1, grows within the attempt
 * @param phase what the agent is doing now
 * @param stage the launch stage that has just ended; absent when none has
 * @param message what is worth telling the user: a fallback, why a stage failed; may be absent
 * @param occurredAt when it happened, by the machine's clock
 * @param modelId the model in the registry; only when SUCCEEDED
 * @param failure why; only when FAILED
 */
public record RunReport(
    UUID processId,
    UUID machineId,
    int attempt,
    long sequence,
    RunPhase phase,
    @JsonInclude(NON_NULL) LaunchStage stage,
    @JsonInclude(NON_NULL) String message,
    Instant occurredAt,
    @JsonInclude(NON_NULL) UUID modelId,
    @JsonInclude(NON_NULL) Failure failure) {}
