package dev.trainyard.protocol.process;

import dev.trainyard.contracts.process.ProcessStatus;
import java.util.List;
import java.util.Optional;

/** What an input does to a process. */
public sealed interface Decision {

  /**
   * The process goes on.
   *
   * @param path the statuses it takes, one event each; the last one stays
   * @param command what its machine is to be told
   */
  record Move(List<ProcessStatus> path, Optional<Command> command) implements Decision {
    static Move to(ProcessStatus... path) {
      return new Move(List.of(path), Optional.empty());
    }

    static Move commanding(Command command, ProcessStatus... path) {
      return new Move(List.of(path), Optional.of(command));
    }
  }

  /** The process is switched on or off. */
  record Switch(boolean enabled) implements Decision {}

  /** The process waits for its machine. */
  record Queue() implements Decision {}

  /**
   * The process no longer waits for its machine.
   *
   * @param path the statuses it takes; empty when it stays as it was before it waited
   */
  record Dequeue(List<ProcessStatus> path) implements Decision {}

  /** The process stops as it is doing, and will or will not start again after that. */
  record Intend(boolean restart) implements Decision {}

  /** The process is deleted. */
  record Removal() implements Decision {}

  /** Another process is made of it; it stays as it is. */
  record Copy() implements Decision {}

  /** The input says what already is. */
  record NoChange() implements Decision {}

  /** The input does not fit the state. */
  record Refusal(Reason reason) implements Decision {}

  /** What a machine can be told. */
  enum Command {
    START,
    STOP
  }

  /** Why an input does not fit. */
  enum Reason {
    /** The user has switched the process off. */
    SWITCHED_OFF,
    /** The status does not allow it. */
    ILLEGAL,
    /** There is no run that this could be about. */
    NO_RUN
  }
}
