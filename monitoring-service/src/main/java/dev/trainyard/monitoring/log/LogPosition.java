package dev.trainyard.monitoring.log;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.util.regex.Pattern;

/**
 * A place in the log of a process, after a line of an attempt.
 *
 * @param attempt the attempt; 0 before the first
 * @param line the line within the attempt; 0 before its first
 */
record LogPosition(int attempt, long line) {
  static final LogPosition START = new LogPosition(0, 0);

  /** So many digits fit their types. */
  private static final Pattern ID = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

  /** The position that an event of the stream has as its id. */
  String id() {
    return attempt + ":" + line;
  }

  /**
   * Reads an event's id.
   *
   * @throws InvalidRequestException if it is none
   */
  static LogPosition ofEvent(String lastEventId) {
    var id = ID.matcher(lastEventId.trim());
    if (!id.matches()) {
      throw new InvalidRequestException(
          "Last-Event-ID", "must be the id of an event of this stream, such as 1:312");
    }
    return new LogPosition(Integer.parseInt(id.group(1)), Long.parseLong(id.group(2)));
  }
}
