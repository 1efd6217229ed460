package dev.trainyard.protocol.process;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import java.time.Duration;

/**
 * What brings a process and its machine together when they differ. Pure and thread-safe; each
 * repair may be done again without harm.
 */
enum Repair {
  NONE,
  /** The start command was lost. */
  SEND_START,
  /** The stop command was lost. */
  SEND_STOP,
  /** There is nothing left to stop. */
  END_STOPPED,
  /** The machine has lost the run. */
  END_FAILED;

  /**
   * For a process whose present attempt its machine does not know.
   *
   * @param missingFor how long that has been so
   * @param sinceCommand how long ago the last command was sent
   */
  static Repair ofMissing(
      ProcessStatus status, Duration missingFor, Duration sinceCommand, Waits waits) {
    var commandIsOld = sinceCommand.compareTo(waits.command()) >= 0;
    var isLong = missingFor.compareTo(waits.command()) >= 0;
    return switch (status) {
      case STARTING -> commandIsOld ? SEND_START : NONE;
      case RUNNING -> missingFor.compareTo(waits.missing()) >= 0 ? END_FAILED : NONE;
      case STOPPING -> commandIsOld && isLong ? END_STOPPED : NONE;
      case CREATED, SUCCEEDED, FAILED, STOPPED -> NONE;
    };
  }

  /**
   * For a process whose present attempt its machine has.
   *
   * @param phase what the machine does with it
   * @param sinceCommand how long ago the last command was sent
   */
  static Repair ofPresent(
      ProcessStatus status, RunPhase phase, Duration sinceCommand, Waits waits) {
    return switch (status) {
      case STOPPING ->
          isToBeStopped(phase) && sinceCommand.compareTo(waits.command()) >= 0 ? SEND_STOP : NONE;
      case STARTING, RUNNING, CREATED, SUCCEEDED, FAILED, STOPPED -> NONE;
    };
  }

  /** Whether a machine has to be told to stop a run in this phase that nobody wants. */
  static boolean isToBeStopped(RunPhase phase) {
    return !phase.isFinal() && phase != RunPhase.STOPPING;
  }
}
