package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;
import java.util.UUID;

/** Which processes are wanted; null does not matter. */
record ProcessFilter(ProcessStatus status, UUID machineId, UUID templateId, UUID projectId) {}
