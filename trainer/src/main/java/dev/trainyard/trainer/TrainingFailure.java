package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import java.util.List;

/** Ends a run as failed: a cause, a message that a user can act on, and details if there are. */
public class TrainingFailure extends RuntimeException {
  private final FailureCause cause;
  private final List<String> details;

  public TrainingFailure(FailureCause cause, String message, List<String> details) {
    super(message);
    this.cause = cause;
    this.details = List.copyOf(details);
  }

  public TrainingFailure(FailureCause cause, String message, Throwable reason) {
    super(message, reason);
    this.cause = cause;
    this.details = List.of();
  }

  public FailureCause failureCause() {
    return cause;
  }

  /** Names of files, tensors or classes that the message speaks of. */
  public List<String> details() {
    return details;
  }
}
