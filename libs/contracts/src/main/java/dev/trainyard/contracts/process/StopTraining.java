package dev.trainyard.contracts.process;

import java.util.UUID;

/**
 * Tells an agent to end a run: with a checkpoint, or by force after the grace period. An agent that
 * does not have this run answers with a STOPPED report.
 *
 * @param processId the process
 * @param attempt stops this attempt and any older one
 * @param machineId the machine
 * @param graceSeconds how long the trainer may take to write its checkpoint
 */
public record StopTraining(UUID processId, int attempt, UUID machineId, int graceSeconds) {}
