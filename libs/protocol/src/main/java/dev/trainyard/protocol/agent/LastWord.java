package dev.trainyard.protocol.agent;

/** How a trainer said that it ends. */
public enum LastWord {
  /** Nothing: it still works, or it died. */
  NONE,
  /** The model archive is written. */
  RESULT,
  /** It has written a checkpoint and stopped. */
  STOPPED,
  /** It says itself what went wrong; trying again would not help. */
  FAILURE
}
