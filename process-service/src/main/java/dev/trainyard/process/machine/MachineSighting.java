package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.ObservedRun;
import java.util.Optional;
import java.util.UUID;

/**
 * What a machine's agent said of it with its newest sign of life.
 *
 * @param machineId a registered machine
 * @param run what it is doing, or did last; empty when it knows of no run
 * @param agentReplaced true when the agent has just taken the place of another one
 */
public record MachineSighting(UUID machineId, Optional<ObservedRun> run, boolean agentReplaced) {}
