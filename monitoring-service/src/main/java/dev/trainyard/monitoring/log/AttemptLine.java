package dev.trainyard.monitoring.log;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A line of a log of several attempts.
 *
 * @param attempt the attempt
 * @param line its number within the attempt, from 1
 * @param time when it was written
 * @param text what it says
 */
@Schema(description = "One event of the log stream: a line and its attempt.")
public record AttemptLine(
    @Schema(examples = "1") int attempt,
    @Schema(examples = "312") long line,
    Instant time,
    @Schema(examples = "iteration 300 of 1000, loss 0.21") String text) {

  /** The place after it. */
  LogPosition position() {
    return new LogPosition(attempt, line);
  }
}
