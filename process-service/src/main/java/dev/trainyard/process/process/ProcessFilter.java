package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Which processes are wanted; null does not matter.
 *
 * @param statuses any of these
 * @param baseModel the whole name of what the training begins from, ignoring case
 * @param search a part of the name, ignoring case
 * @param createdFrom created then or later
 * @param createdTo created before that
 */
record ProcessFilter(
    List<ProcessStatus> statuses,
    UUID machineId,
    UUID templateId,
    UUID projectId,
    String baseModel,
    String search,
    Instant createdFrom,
    Instant createdTo) {}
