package dev.trainyard.monitoring.database;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Rows in the text format of PostgreSQL's COPY: a line a row, tabs between the columns, {@code \N}
 * for NULL. For numbers, instants and ids, whose text needs no escapes. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats</a>
 */
public final class CopyText {
  private final StringBuilder text = new StringBuilder();

  /** Adds a row; null is NULL. */
  public void add(Object... columns) {
    for (var index = 0; index < columns.length; index++) {
      if (index > 0) {
        text.append('\t');
      }
      if (columns[index] == null) {
        text.append("\\N");
      } else {
        text.append(columns[index]);
      }
    }
    text.append('\n');
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  InputStream stream() {
    return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
