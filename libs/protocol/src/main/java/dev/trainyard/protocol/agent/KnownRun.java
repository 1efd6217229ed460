package dev.trainyard.protocol.agent;

import dev.trainyard.contracts.process.RunPhase;
import java.util.Objects;
import java.util.UUID;

/**
 * What an agent knows of a process: its newest attempt on this machine.
 *
 * @param processId the process
 * @param attempt the newest attempt that was begun or refused here
 * @param phase how far that attempt is
 */
public record KnownRun(UUID processId, int attempt, RunPhase phase) {

  public KnownRun {
    Objects.requireNonNull(processId, "processId");
    Objects.requireNonNull(phase, "phase");
  }

  /** True while the machine works on it. */
  public boolean isActive() {
    return !phase.isFinal();
  }
}
