package dev.trainyard.contracts.process;

/** What is done when a process and its machine differ. */
public enum RunRepair {
  /** The start command had no effect and was sent again. */
  START_SENT_AGAIN,
  /** The stop command had no effect and was sent again. */
  STOP_SENT_AGAIN,
  /** A report did not arrive; what it said was taken from the heartbeats that repeat it. */
  REPORT_TAKEN_FROM_HEARTBEAT,
  /** A report was dropped: it is of an older attempt. */
  OLDER_REPORT_DROPPED,
  /** A report was dropped: it, or a later one, was taken before. */
  REPEATED_REPORT_DROPPED,
  /** A report was dropped: nobody waits for this run any more. */
  UNWANTED_REPORT_DROPPED,
  /** The machine does something that nobody wants, and was told to stop it. */
  UNWANTED_RUN_STOPPED,
  /** There was nothing left to stop: the process ended as STOPPED. */
  ENDED_STOPPED,
  /** The machine no longer knows the run: the process ended as FAILED. */
  ENDED_FAILED
}
