package dev.trainyard.monitoring.log;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A part of a run's log.
 *
 * @param processId the process
 * @param attempt the attempt; 0 when the process has no log yet
 * @param lines the lines, in order
 * @param lastLine number of the last line here: give it as {@code afterLine} to read on; 0 without
 *     lines
 */
@Schema(description = "A part of a run's log.")
public record LogView(
    UUID processId,
    @Schema(examples = "1") int attempt,
    List<Line> lines,
    @Schema(examples = "312") long lastLine) {

  /** One line: its number within the attempt from 1, when it was written, what it says. */
  public record Line(
      @Schema(examples = "312") long line,
      Instant time,
      @Schema(examples = "iteration 300 of 1000, loss 0.21") String text) {}
}
