package dev.trainyard.monitoring.database;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Rows in the binary format of PostgreSQL's COPY: neither side has to write or read numbers and
 * times as text. A Java type stands for one type of column: Integer for integer, Long for bigint,
 * Double for double precision, Instant for timestamptz, String for text, {@link Jsonb} for jsonb;
 * another one is refused by the database. Not thread-safe.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats</a>
 */
public final class CopyRows {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte JSONB_VERSION = 1;
  private static final int NULL = -1;
  private static final int LONGEST_NUMBER = Integer.BYTES + Long.BYTES;
  private static final long EPOCH_SECONDS = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

  private ByteBuffer buffer = ByteBuffer.allocate(8192);
  private boolean isEmpty = true;

  /** Without rows. */
  public CopyRows() {
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  /** JSON for a column of type jsonb. */
  public record Jsonb(String text) {}

  /**
   * Adds a row; null is NULL.
   *
   * @throws IllegalArgumentException if a column's type is none of those above, or a time is so far
   *     away that PostgreSQL has no number for it
   */
  public void add(Object... columns) {
    isEmpty = false;
    reserve(Short.BYTES);
    buffer.putShort((short) columns.length);
    for (var column : columns) {
      reserve(LONGEST_NUMBER);
      if (column == null) {
        buffer.putInt(NULL);
      } else if (column instanceof Double value) {
        buffer.putInt(Double.BYTES).putDouble(value);
      } else if (column instanceof Integer value) {
        buffer.putInt(Integer.BYTES).putInt(value);
      } else if (column instanceof Long value) {
        buffer.putInt(Long.BYTES).putLong(value);
      } else if (column instanceof Instant value) {
        buffer.putInt(Long.BYTES).putLong(microseconds(value));
      } else if (column instanceof String value) {
        var text = value.getBytes(StandardCharsets.UTF_8);
        reserve(Integer.BYTES + text.length);
        buffer.putInt(text.length).put(text);
      } else if (column instanceof Jsonb value) {
        var text = value.text().getBytes(StandardCharsets.UTF_8);
        reserve(Integer.BYTES + 1 + text.length);
        buffer.putInt(1 + text.length).put(JSONB_VERSION).put(text);
      } else {
        throw new IllegalArgumentException("no column is of " + column.getClass());
      }
    }
  }

  boolean isEmpty() {
    return isEmpty;
  }

  /** The rows so far, with the trailer that ends them. */
  InputStream stream() {
    reserve(Short.BYTES);
    buffer.putShort(buffer.position(), (short) -1);
    return new ByteArrayInputStream(buffer.array(), 0, buffer.position() + Short.BYTES);
  }

  private void reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      var larger = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
      buffer = larger.put(buffer.flip());
    }
  }

  private static long microseconds(Instant time) {
    try {
      return Math.addExact(
          Math.multiplyExact(Math.subtractExact(time.getEpochSecond(), EPOCH_SECONDS), 1_000_000L),
          time.getNano() / 1_000);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("no time of the database's: " + time, e);
    }
  }
}
