package dev.trainyard.protocol.process;

/** What a user may ask of a process. */
public enum ProcessAction implements ProcessInput {
  /** Begin, or go on after a stop or a failure. */
  START,
  /** End with a checkpoint; a start that waits for its machine is given up. */
  STOP,
  /** Stop, then start again. */
  RESTART,
  ENABLE,
  DISABLE,
  DELETE,
  /** Make another process of the same template, dataset and parameters. */
  CLONE
}
