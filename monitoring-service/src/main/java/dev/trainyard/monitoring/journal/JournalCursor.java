package dev.trainyard.monitoring.journal;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.monitoring.query.QueryValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A place in the list of entries, the newest first. Entries that come later do not move it.
 *
 * @param time when the event of the entry at this place happened
 * @param id the entry's, since several may have the same time
 */
record JournalCursor(Instant time, long id) {
  /** What a client that has no cursor yet begins with. */
  private static final String START = "start";

  private static final String SEPARATOR = " ";

  /** For clients, who are not to read anything into it. */
  String text() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((time + SEPARATOR + id).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the text of a cursor; empty for the start of the list.
   *
   * @throws InvalidRequestException if it is not one
   */
  static Optional<JournalCursor> of(String text) {
    if (text.trim().equals(START)) {
      return Optional.empty();
    }
    try {
      var parts =
          new String(Base64.getUrlDecoder().decode(text.trim()), StandardCharsets.UTF_8)
              .split(SEPARATOR, 2);
      var id = Long.parseLong(parts[parts.length - 1]);
      var time = QueryValues.instant("after", parts[0]).orElseThrow(IllegalArgumentException::new);
      return Optional.of(new JournalCursor(time, id));
    } catch (IllegalArgumentException | InvalidRequestException e) {
      throw new InvalidRequestException(
          "after", "must be the nextCursor of an answer, or start for the newest entries");
    }
  }

  /** The entries that follow this place. */
  Condition following() {
    return Condition.of("(time, id) < (?, ?)", time, id);
  }
}
