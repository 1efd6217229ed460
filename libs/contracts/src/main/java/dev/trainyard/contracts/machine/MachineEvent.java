package dev.trainyard.contracts.machine;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A machine as it is after something happened to it.
 *
 * @param machineId the machine
 * @param name its name
 * @param address its host name or IP address
 * @param enabled false when no new process may run on it
 * @param draining true while it is disabled and finishes its last run
 * @param available true while its agent shows signs of life
 * @param lastSeenAt the agent's last sign of life; absent before the first
 * @param reason why, when nobody asked for it; may be absent
 * @param occurredAt when it happened
 */
public record MachineEvent(
    UUID machineId,
    String name,
    String address,
    boolean enabled,
    boolean draining,
    boolean available,
    @JsonInclude(NON_NULL) Instant lastSeenAt,
    @JsonInclude(NON_NULL) String reason,
    Instant occurredAt) {}
