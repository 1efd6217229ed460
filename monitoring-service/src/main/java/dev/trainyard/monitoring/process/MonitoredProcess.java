package dev.trainyard.monitoring.process;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.ProcessStatus;
import java.time.Instant;
import java.util.UUID;

/**
 * What the events say of a process. Run settings are null until its first start command was seen.
 *
 * @param device where it computes: the device asked for, or CPU when its machine has no GPU
 */
public record MonitoredProcess(
    UUID processId,
    String name,
    ProcessStatus status,
    int attempt,
    UUID projectId,
    UUID templateId,
    String templateName,
    UUID machineId,
    String machineName,
    UUID modelId,
    Failure failure,
    Integer iterations,
    Integer batchSize,
    String device,
    Instant createdAt,
    Instant updatedAt) {}
