package dev.trainyard.protocol.process;

import dev.trainyard.contracts.process.RunPhase;

/** Everything that can happen to a process. */
public sealed interface ProcessInput
    permits ProcessAction,
        ProcessInput.MachineHeld,
        ProcessInput.RunReported,
        ProcessInput.RunLost {

  /** It is to start as soon as its machine is free, and the machine is not. */
  record MachineHeld() implements ProcessInput {}

  /**
   * The agent said, in a report or in a heartbeat, what it does with the present attempt.
   *
   * @param phase what it does
   */
  record RunReported(RunPhase phase) implements ProcessInput {}

  /** Nobody knows any more what became of the present attempt. */
  record RunLost() implements ProcessInput {}
}
