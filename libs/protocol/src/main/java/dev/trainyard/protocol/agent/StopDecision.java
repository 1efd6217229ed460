package dev.trainyard.protocol.agent;

/** What a stop command does. */
public enum StopDecision {
  /** The machine is held by another agent, whose run it may be. */
  REFUSE,
  /** The active run ends, within the command's grace period. */
  END_ACTIVE,
  /** A newer attempt of the process runs. */
  IGNORE_OLDER,
  /** The attempt, or a newer one, is over: its newest report is published again. */
  REPEAT_REPORT,
  /** The machine does not have this run: it is reported as stopped and never begun any more. */
  REPORT_STOPPED
}
