package dev.trainyard.process.process;

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
  /** The stop command was lost, or nobody wants this run. */
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
      ProcessStatus status, Duration missingFor, Duration sinceCommand, ProcessConfig config) {
    var commandIsOld = sinceCommand.compareTo(config.commandTimeout()) >= 0;
    var isLong = missingFor.compareTo(config.commandTimeout()) >= 0;
    return switch (status) {
      case STARTING -> commandIsOld ? SEND_START : NONE;
      case RUNNING -> missingFor.compareTo(config.missingTimeout()) >= 0 ? END_FAILED : NONE;
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
      ProcessStatus status, RunPhase phase, Duration sinceCommand, ProcessConfig config) {
    if (phase.isFinal() || sinceCommand.compareTo(config.commandTimeout()) < 0) {
      return NONE;
    }
    return switch (status) {
      case STARTING, RUNNING -> NONE;
      case STOPPING -> phase == RunPhase.STOPPING ? NONE : SEND_STOP;
      case CREATED, SUCCEEDED, FAILED, STOPPED -> SEND_STOP;
    };
  }
}
