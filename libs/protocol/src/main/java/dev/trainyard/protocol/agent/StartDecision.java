package dev.trainyard.protocol.agent;

/** What a start command does. */
public enum StartDecision {
  /** A newer attempt of the process is known. */
  IGNORE_OLDER,
  /** The attempt is known: its newest report is published again. */
  REPEAT_REPORT,
  /** The run begins. */
  BEGIN,
  /** The active run ends, then the new one begins. */
  END_ACTIVE_THEN_BEGIN
}
