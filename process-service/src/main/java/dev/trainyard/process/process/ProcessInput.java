package dev.trainyard.process.process;

import dev.trainyard.contracts.process.RunPhase;

/** Everything that can happen to a process. */
sealed interface ProcessInput
    permits ProcessAction, ProcessInput.RunReported, ProcessInput.RunLost {

  /**
   * The agent said, in a report or in a heartbeat, what it does with the present attempt.
   *
   * @param phase what it does
   */
  record RunReported(RunPhase phase) implements ProcessInput {}

  /** Nobody knows any more what became of the present attempt. */
  record RunLost() implements ProcessInput {}
}
