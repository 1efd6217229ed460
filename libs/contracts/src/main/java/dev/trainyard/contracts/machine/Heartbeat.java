package dev.trainyard.contracts.machine;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A machine's sign of life, every 5 s and at once when the run changes.
 *
 * @param machineId the machine
 * @param agentId the agent's installation, kept over its restarts; another one for the same machine
 *     is a second agent, which is refused
 * @param incarnation grows with every start of that installation; an older one is a copy of it
 * @param hostName where the agent runs, so that two for one machine can be told apart; may be
 *     absent
 * @param agentVersion the agent's version
 * @param sequence from 1, grows while the agent lives
 * @param time when it was sent, by the machine's clock
 * @param hardware what the machine is made of
 * @param load how busy it is
 * @param run what it is doing, or did last; absent when it has no run
 */
public record Heartbeat(
    UUID machineId,
    UUID agentId,
    long incarnation,
    @JsonInclude(NON_NULL) String hostName,
    String agentVersion,
    long sequence,
    Instant time,
    Hardware hardware,
    Load load,
    @JsonInclude(NON_NULL) ObservedRun run) {}
