package dev.trainyard.agent.trainer;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The trainer's log of one attempt: reads the file that the trainer writes, and sends it to Kafka
 * in batches, of a flood a part. A line keeps the number that it has in the attempt, whatever is
 * left out before it: what is sent again after a restart of the agent is there only once. For one
 * thread.
 */
public final class TrainerLog {
  private static final Logger LOG = Logger.getLogger(TrainerLog.class);

  /** Characters of a line that are sent, and shown with a failure. */
  private static final int LONGEST_LINE = 2_000;

  private static final int BATCH = 100;
  private static final long LARGEST_FILE = 100L << 20;
  private static final int TAIL_BYTES = 64 << 10;
  private static final long FLUSH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** MiB, about, that are read in one go: a flood is not to keep the agent from all else. */
  private static final int MOST_CHUNKS = 16;

  private final EventPublisher publisher;
  private final Clock clock;
  private final Source source;
  private final LineLimiter limiter;
  private final Consumer<Position> onDelivered;
  private final LineTail tail;
  private final List<LogLines.Line> batch = new ArrayList<>();

  /** Number of the batch's first line. */
  private long batchFrom;

  /** Where the batch ends. */
  private Position batchEnd;

  /** The last line that was taken, sent or not. */
  private Position taken;

  private long leftOut;
  private long flushed = System.nanoTime();

  /**
   * Whose log it is.
   *
   * @param path the file; need not exist yet
   */
  public record Source(UUID processId, UUID machineId, int attempt, Path path) {}

  /**
   * How far a log is sent.
   *
   * @param offset bytes of the file
   * @param lines lines of the attempt, those that were left out too
   * @param at when; null in what older agents have kept, and at the start
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Position(long offset, long lines, Instant at) {
    public static final Position START = new Position(0, 0, null);
  }

  /**
   * Goes on with a log.
   *
   * @param from how far it was sent before
   * @param limiter what is sent of a flood
   * @param onDelivered is told, on another thread, how far the broker has it
   */
  public TrainerLog(
      EventPublisher publisher,
      Clock clock,
      Source source,
      Position from,
      LineLimiter limiter,
      Consumer<Position> onDelivered) {
    this.publisher = publisher;
    this.clock = clock;
    this.source = source;
    this.limiter = limiter;
    this.onDelivered = onDelivered;
    this.tail = new LineTail(source.path(), from.offset());
    this.taken = from;
    this.batchEnd = from;
  }

  /**
   * Takes what is new and sends it, at most once a second.
   *
   * @param ended whether nothing more will be written
   */
  void read(boolean ended) {
    try {
      var chunks = 0;
      for (var fresh = tail.read(ended); !fresh.isEmpty(); fresh = tail.read(ended)) {
        for (var line : fresh) {
          take(line);
        }
        if (++chunks == MOST_CHUNKS && !ended) {
          break;
        }
      }
      if (tail.offset() > LARGEST_FILE) {
        tellWhatIsLeftOut();
        batchEnd = new Position(0, batchEnd.lines(), batchEnd.at());
        flush();
        truncate();
      }
    } catch (IOException e) {
      LOG.debugf("The trainer's log cannot be read reason=%s", e);
    }
    if (ended || limiter.isOpen()) {
      tellWhatIsLeftOut();
    }
    if (ended || System.nanoTime() - flushed > FLUSH_NANOS) {
      flush();
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
    if (limiter.admits()) {
      tellWhatIsLeftOut();
      taken = new Position(line.end(), taken.lines() + 1, clock.instant());
      add(cut(line.text()));
    } else {
      leftOut++;
      taken = new Position(line.end(), taken.lines() + 1, clock.instant());
    }
  }

  /** In the place of the last line that is left out, so that all others keep their numbers. */
  private void tellWhatIsLeftOut() {
    if (leftOut > 0) {
      add(
          "%d %s left out: more than %d a second. All are in %s on the machine."
              .formatted(
                  leftOut,
                  leftOut == 1 ? "line" : "lines",
                  limiter.linesPerSecond(),
                  source.path()));
      leftOut = 0;
    }
  }

  /** Adds what is to be said in the place of the line that was taken last. */
  private void add(String text) {
    if (!batch.isEmpty() && taken.lines() != batchFrom + batch.size()) {
      flush();
    }
    if (batch.isEmpty()) {
      batchFrom = taken.lines();
    }
    batch.add(new LogLines.Line(taken.at(), text));
    batchEnd = taken;
    if (batch.size() >= BATCH) {
      flush();
    }
  }

  private void flush() {
    flushed = System.nanoTime();
    if (batch.isEmpty()) {
      return;
    }
    var position = batchEnd;
    publisher.publish(
        EventType.LOG_LINES,
        source.processId(),
        new LogLines(
            source.processId(),
            source.machineId(),
            source.attempt(),
            batchFrom,
            List.copyOf(batch)),
        () -> onDelivered.accept(position));
    batch.clear();
  }

  /** The trainer appends, so that it goes on at the new end; a tail sees that and does as well. */
  private void truncate() throws IOException {
    try (var file = new RandomAccessFile(source.path().toFile(), "rw")) {
      file.setLength(0);
      file.write(
          "The log was too long; what came before is left out.\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String cut(String line) {
    if (line.length() <= LONGEST_LINE) {
      return line;
    }
    // Not through the middle of a character.
    int end =
        Character.isHighSurrogate(line.charAt(LONGEST_LINE - 1)) ? LONGEST_LINE - 1 : LONGEST_LINE;
    return "%s … (cut, %d characters more)".formatted(line.substring(0, end), line.length() - end);
  }
}
