package dev.trainyard.agent.trainer;

import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.storage.LineTail;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LogLines;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The trainer's log of one attempt: reads the file that the trainer writes, and sends it to Kafka
 * in batches. For one thread.
 */
public final class TrainerLog {
  private static final Logger LOG = Logger.getLogger(TrainerLog.class);
  private static final int LONGEST_LINE = 2_000;
  private static final int BATCH = 100;
  private static final long LARGEST_FILE = 100L << 20;
  private static final int TAIL_BYTES = 64 << 10;
  private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final EventPublisher publisher;
  private final Clock clock;
  private final UUID processId;
  private final int attempt;
  private final Path path;
  private final Consumer<Position> onDelivered;
  private final LineTail tail;
  private final List<LogLines.Line> batch = new ArrayList<>();
  private long lines;
  private long flushed = System.nanoTime();

  /**
   * How far a log is sent.
   *
   * @param offset bytes of the file
   * @param lines lines of the attempt
   */
  public record Position(long offset, long lines) {
    public static final Position START = new Position(0, 0);
  }

  /**
   * Goes on with a log.
   *
   * @param path the file; need not exist yet
   * @param from how far it was sent before
   * @param onDelivered is told, on another thread, how far the broker has it
   */
  public TrainerLog(
      EventPublisher publisher,
      Clock clock,
      UUID processId,
      int attempt,
      Path path,
      Position from,
      Consumer<Position> onDelivered) {
    this.publisher = publisher;
    this.clock = clock;
    this.processId = processId;
    this.attempt = attempt;
    this.path = path;
    this.onDelivered = onDelivered;
    this.tail = new LineTail(path, from.offset());
    this.lines = from.lines();
  }

  /**
   * Takes what is new and sends it, at most once a second.
   *
   * @param ended whether nothing more will be written
   */
  void read(boolean ended) {
    try {
      for (var fresh = tail.read(ended); !fresh.isEmpty(); fresh = tail.read(ended)) {
        for (var line : fresh) {
          take(line);
        }
      }
      if (tail.offset() > LARGEST_FILE) {
        flush(0);
        truncate();
      }
    } catch (IOException e) {
      LOG.debugf("The trainer's log cannot be read reason=%s", e);
    }
    if (ended || System.nanoTime() - flushed > FLUSH_NANOS) {
      flush(tail.offset());
    }
  }

  /** The last lines of a log file; empty if it cannot be read. */
  public static List<String> tailOf(Path path) {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      var start = Math.max(0, file.length() - TAIL_BYTES);
      var bytes = new byte[(int) (file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      var all = new String(bytes, StandardCharsets.UTF_8).lines().map(TrainerLog::cut).toList();
      return all.subList(Math.max(0, all.size() - Failure.LOG_TAIL_LINES), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }

  private void take(LineTail.Line line) {
    lines++;
    batch.add(new LogLines.Line(clock.instant(), cut(line.text())));
    if (batch.size() >= BATCH) {
      flush(line.end());
    }
  }

  private void flush(long offset) {
    flushed = System.nanoTime();
    if (batch.isEmpty()) {
      return;
    }
    var position = new Position(offset, lines);
    publisher.publish(
        EventType.LOG_LINES,
        processId,
        new LogLines(processId, attempt, lines - batch.size() + 1, List.copyOf(batch)),
        () -> onDelivered.accept(position));
    batch.clear();
  }

  /** The trainer appends, so that it goes on at the new end; a tail sees that and does as well. */
  private void truncate() throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(0);
      file.write(
          "The log was too long; what came before is left out.\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " …";
  }
}
