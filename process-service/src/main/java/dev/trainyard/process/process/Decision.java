package dev.trainyard.process.process;

import dev.trainyard.contracts.process.ProcessStatus;
import java.util.List;
import java.util.Optional;

/** What an input does to a process. */
sealed interface Decision {

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

    static Move commanding(Command command, ProcessStatus status) {
      return new Move(List.of(status), Optional.of(command));
    }
  }

  /** The process is switched on or off. */
  record Switch(boolean enabled) implements Decision {}

  /** The process is deleted. */
  record Removal() implements Decision {}

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
