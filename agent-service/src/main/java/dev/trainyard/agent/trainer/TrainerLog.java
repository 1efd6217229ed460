package dev.trainyard.agent.trainer;

import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LogLines;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The trainer's log of one attempt: a file on the machine, batches of lines to Kafka, and the last
 * lines for a failure report. Thread-safe.
 */
public final class TrainerLog implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TrainerLog.class);
  private static final int LONGEST_LINE = 2_000;
  private static final int BATCH = 100;
  private static final long LARGEST_FILE = 100L << 20;
  private static final int TAIL_BYTES = 64 << 10;

  private final EventPublisher publisher;
  private final Clock clock;
  private final UUID processId;
  private final int attempt;
  private final BufferedWriter file;
  private final Deque<String> tail = new ArrayDeque<>();
  private final List<LogLines.Line> batch = new ArrayList<>();
  private long lines;
  private long written;

  /**
   * Opens a log; throws {@link IOException} if the file cannot be written.
   *
   * @param path the file; replaced if it exists
   */
  public TrainerLog(EventPublisher publisher, Clock clock, UUID processId, int attempt, Path path)
      throws IOException {
    this.publisher = publisher;
    this.clock = clock;
    this.processId = processId;
    this.attempt = attempt;
    this.file =
        new BufferedWriter(
            new OutputStreamWriter(new FileOutputStream(path.toFile()), StandardCharsets.UTF_8));
  }

  /** Takes one line. */
  synchronized void append(String text) {
    var line = text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + " …";
    lines++;
    tail.addLast(line);
    if (tail.size() > Failure.LOG_TAIL_LINES) {
      tail.removeFirst();
    }
    write(line);
    batch.add(new LogLines.Line(clock.instant(), line));
    if (batch.size() >= BATCH) {
      flush();
    }
  }

  /** Sends and writes what waits. */
  public synchronized void flush() {
    if (batch.isEmpty()) {
      return;
    }
    publisher.publish(
        EventType.LOG_LINES,
        processId,
        new LogLines(processId, attempt, lines - batch.size() + 1, batch));
    batch.clear();
    try {
      file.flush();
    } catch (IOException e) {
      LOG.debugf("The trainer's log cannot be written reason=%s", e);
    }
  }

  /** The last lines. */
  public synchronized List<String> tail() {
    return List.copyOf(tail);
  }

  @Override
  public synchronized void close() {
    flush();
    try {
      file.close();
    } catch (IOException e) {
      LOG.warnf("The trainer's log cannot be written reason=%s", e);
    }
  }

  /** The last lines of a log file; empty if it cannot be read. */
  public static List<String> tailOf(Path path) {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      var start = Math.max(0, file.length() - TAIL_BYTES);
      var bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      var all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - Failure.LOG_TAIL_LINES), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private void write(String line) {
    if (written > LARGEST_FILE) {
      return;
    }
    try {
      file.write(line);
      file.newLine();
      written += line.length() + 1L;
      if (written > LARGEST_FILE) {
        file.write("The log is too long; the rest is left out.");
        file.newLine();
      }
    } catch (IOException e) {
      LOG.debugf("The trainer's log cannot be written reason=%s", e);
    }
  }
}
