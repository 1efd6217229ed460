package dev.trainyard.contracts.process;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Tells an agent to end a run: with a checkpoint, or by force after the grace period. An agent that
 * does not have this run answers with a STOPPED report.
 *
 * @param processId the process
 * @param attempt stops this attempt and any older one
 * @param machineId the machine
 * @param graceSeconds how long the trainer may take to write its checkpoint
 * @param agentId the agent that holds the machine; only that one may answer for a run it does not
 *     have; null for whichever reads it
 */
public record StopTraining(
    UUID processId,
    int attempt,
    UUID machineId,
    int graceSeconds,
    @JsonInclude(NON_NULL) UUID agentId) {}
