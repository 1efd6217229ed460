package dev.trainyard.agent.storage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a file that another process appends to, line by line, from an offset on. A file that got
 * shorter is read from its beginning. For one thread.
 */
public final class LineTail {
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private long offset;

  public LineTail(Path file, long offset) {
    this.file = file;
    this.offset = offset;
  }

  /**
   * A line.
   *
   * @param text without its end
   * @param end where the next one begins, in bytes
   */
  public record Line(String text, long end) {}

  /** Where the next line begins, in bytes. */
  public long offset() {
    return offset;
  }

  /**
   * The lines that are new since the last call, at most a mebibyte of them; empty when there are
   * none or no file.
   *
   * @param ended whether nobody writes any more, so that a last line without an end counts
   * @throws IOException if the file cannot be read
   */
  public List<Line> read(boolean ended) throws IOException {
    // Looked at first: not to be able to open a file is no sign that there is none.
    if (Files.notExists(file)) {
      return List.of();
    }
    try (var input = new RandomAccessFile(file.toFile(), "r")) {
      var length = input.length();
      if (length < offset) {
        offset = 0;
      }
      if (length == offset) {
        return List.of();
      }
      var bytes = new byte[(int) Math.min(CHUNK, length - offset)];
      input.seek(offset);
      input.readFully(bytes);
      return split(bytes, bytes.length == CHUNK || (ended && offset + bytes.length == length));
    }
  }

  private List<Line> split(byte[] bytes, boolean takeRest) {
    var lines = new ArrayList<Line>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(line(bytes, start, i, offset + i + 1));
        start = i + 1;
      }
    }
    // A line longer than a chunk is cut, else it would never end.
    if (start < bytes.length && takeRest && (start == 0 || bytes.length < CHUNK)) {
      lines.add(line(bytes, start, bytes.length, offset + bytes.length));
    }
    if (!lines.isEmpty()) {
      offset = lines.get(lines.size() - 1).end();
    }
    return lines;
  }

  private static Line line(byte[] bytes, int from, int to, long end) {
    int last = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    var text = new String(Arrays.copyOfRange(bytes, from, last), StandardCharsets.UTF_8);
    return new Line(text, end);
  }
}
