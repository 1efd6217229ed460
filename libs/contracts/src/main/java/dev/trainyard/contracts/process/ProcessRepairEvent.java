package dev.trainyard.contracts.process;

import java.time.Instant;
import java.util.UUID;

/**
 * What should be and what is differed, and something was done about it.
 *
 * @param processId the process; of a run that nobody wants perhaps one that does not exist
 * @param machineId the machine
 * @param attempt the attempt that it is about
 * @param repair what was done
 * @param reason why, in words
 * @param occurredAt when
 */
public record ProcessRepairEvent(
    UUID processId,
    UUID machineId,
    int attempt,
    RunRepair repair,
    String reason,
    Instant occurredAt) {}
