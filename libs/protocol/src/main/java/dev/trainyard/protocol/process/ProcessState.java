package dev.trainyard.protocol.process;

import dev.trainyard.contracts.process.ProcessStatus;

/**
 * Where a process is in its life, and what its user wants of it besides.
 *
 * @param status where it is
 * @param enabled false when start, stop and delete are refused
 * @param queued true while its start waits for the machine; it does not hold it then
 * @param restarting true while it stops in order to start again
 */
public record ProcessState(
    ProcessStatus status, boolean enabled, boolean queued, boolean restarting) {

  /** True when no other process may hold the machine. */
  public boolean holdsMachine() {
    return status.holdsMachine() && !queued;
  }

  ProcessState in(ProcessStatus newStatus) {
    return new ProcessState(newStatus, enabled, false, false);
  }

  ProcessState enabled(boolean newEnabled) {
    return new ProcessState(status, newEnabled, queued, restarting);
  }

  ProcessState queued(boolean newQueued) {
    return new ProcessState(status, enabled, newQueued, restarting);
  }

  ProcessState restarting(boolean newRestarting) {
    return new ProcessState(status, enabled, queued, newRestarting);
  }
}
