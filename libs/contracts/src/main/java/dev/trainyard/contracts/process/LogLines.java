package dev.trainyard.contracts.process;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Lines of a run's log, in order.
 *
 * @param processId the process
 * @param machineId the machine
 * @param attempt the attempt
 * @param firstLine number of the first line within the attempt, from 1
 * @param lines the lines
 */
public record LogLines(
    UUID processId, UUID machineId, int attempt, long firstLine, List<Line> lines) {
  public LogLines {
    lines = List.copyOf(lines);
  }

  /**
   * One line.
   *
   * @param time when it was written
   * @param text without the line's end
   */
  public record Line(Instant time, String text) {}
}
