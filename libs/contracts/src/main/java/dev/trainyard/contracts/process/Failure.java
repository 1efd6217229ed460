package dev.trainyard.contracts.process;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/**
 * Why a run failed.
 *
 * @param cause the kind of failure
 * @param message what happened and what the user can do about it
 * @param logTail the last lines of the trainer's log, at most {@value #LOG_TAIL_LINES}
 */
public record Failure(
    FailureCause cause, String message, @JsonInclude(NON_EMPTY) List<String> logTail) {
  public static final int LOG_TAIL_LINES = 50;

  public Failure {
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(message, "message");
    logTail = logTail == null ? List.of() : List.copyOf(logTail);
  }
}
