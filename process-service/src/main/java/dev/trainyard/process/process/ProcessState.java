package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;

/**
 * Where a process is in its life, and whether its user has switched it off.
 *
 * @param status where it is
 * @param enabled false when start, stop and delete are refused
 */
record ProcessState(ProcessStatus status, boolean enabled) {}
