package dev.trainyard.agent.failure;

import dev.trainyard.contracts.process.FailureCause;
import java.util.List;

/** A run cannot go on. The message tells the user what happened and what to do about it. */
public class RunFailedException extends Exception {
  private final FailureCause reason;
  private final transient List<String> logTail;

  public RunFailedException(FailureCause reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.logTail = List.of();
  }

  /**
   * @param reason the kind of failure
   * @param message for the user
   * @param logTail the last lines of the trainer's log
   */
  public RunFailedException(FailureCause reason, String message, List<String> logTail) {
    super(message);
    this.reason = reason;
    this.logTail = List.copyOf(logTail);
  }

  public FailureCause reason() {
    return reason;
  }

  public List<String> logTail() {
    return logTail == null ? List.of() : logTail;
  }
}
