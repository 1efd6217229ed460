package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.ObservedRun;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * What a machine's agent said of it with its newest sign of life.
 *
 * @param machineId the machine; it may be one that is not registered any more
 * @param agentId the agent that holds it
 * @param run what it is doing, or did last; empty when it knows of no run
 * @param isSigned whether it was signed, which takes a millisecond to find out: what changes the
 *     life of a process must be
 */
public record MachineSighting(
    UUID machineId, UUID agentId, Optional<ObservedRun> run, BooleanSupplier isSigned) {}
