package dev.trainyard.contracts.machine;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Tells an agent that the machine is held by another one: it ends what it runs for the machine and
 * takes no work. It may go on with its signs of life, and is given the machine when the holder has
 * been silent for long enough.
 *
 * @param machineId the machine that both claim
 * @param agentId the agent that is refused
 * @param incarnation the start of it that is refused; others ignore this
 * @param holderId the agent that holds the machine
 * @param holderHostName where that one runs; may be absent
 */
public record StandDown(
    UUID machineId,
    UUID agentId,
    long incarnation,
    UUID holderId,
    @JsonInclude(NON_NULL) String holderHostName) {}
