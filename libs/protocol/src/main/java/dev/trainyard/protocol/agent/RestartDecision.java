package dev.trainyard.protocol.agent;

/** What happens to a run of which an agent finds the traces when it starts. */
public enum RestartDecision {
  /** It was over. */
  NOTHING,
  /** Its trainer lives: the agent goes on with it. */
  FOLLOW,
  /**
   * Its trainer has said its last word: the agent takes it from there, to the upload if need be.
   */
  CONCLUDE,
  /** No trainer was lost: it is launched (again), and that counts as no resumption. */
  LAUNCH_AGAIN,
  /** Its trainer died: it goes on from the last checkpoint, and that counts. */
  RESUME,
  /** It was being stopped, and nothing is left to stop: it ends as STOPPED. */
  END_STOPPED,
  /** It ends as FAILED, because of AGENT_RESTARTED. */
  FAIL
}
