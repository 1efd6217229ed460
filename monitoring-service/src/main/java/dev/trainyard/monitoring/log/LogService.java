package dev.trainyard.monitoring.log;

import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.monitoring.process.MonitoredProcess;
import dev.trainyard.monitoring.process.ProcessStore;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Reads logs for clients. Every method throws {@link NotFoundException} if nothing is known of the
 * process. Thread-safe.
 */
@ApplicationScoped
class LogService {
  private final LogStore log;
  private final LogFeed feed;
  private final ProcessStore processes;

  LogService(LogStore log, LogFeed feed, ProcessStore processes) {
    this.log = log;
    this.feed = feed;
    this.processes = processes;
  }

  /**
   * Lines of one attempt.
   *
   * @param attempt null for the newest that has a log
   * @param afterLine null for the newest lines
   */
  LogView read(UUID processId, Integer attempt, Long afterLine, int limit) {
    int wanted = attemptOf(processId, attempt);
    var lines =
        afterLine == null
            ? log.last(processId, wanted, limit)
            : log.after(processId, wanted, afterLine, limit);
    var lastLine =
        lines.isEmpty() ? (afterLine == null ? 0 : afterLine) : lines.get(lines.size() - 1).line();
    return new LogView(processId, wanted, lines, lastLine);
  }

  /** Endless: what is stored after the position, then what comes. */
  Multi<AttemptLine> follow(UUID processId, LogPosition after) {
    knownNewestAttempt(processId);
    return feed.follow(processId, after);
  }

  /**
   * Where to begin so that the newest lines of an attempt come first.
   *
   * @param attempt null for the newest that has a log
   */
  LogPosition beforeNewest(UUID processId, Integer attempt, int lines) {
    int wanted = attemptOf(processId, attempt);
    return new LogPosition(wanted, log.lineBeforeNewest(processId, wanted, lines));
  }

  /**
   * The place after a line.
   *
   * @param attempt null for the newest that has a log
   */
  LogPosition after(UUID processId, Integer attempt, long line) {
    return new LogPosition(attemptOf(processId, attempt), line);
  }

  /**
   * What a download of the log is named by: the process's name, or its id if no event has told it.
   *
   * @param attempt null for all; one without lines is not found either
   */
  String nameForDownload(UUID processId, Integer attempt) {
    knownNewestAttempt(processId);
    if (attempt != null && log.last(processId, attempt, 1).isEmpty()) {
      throw new NotFoundException("log of attempt " + attempt + " of process", processId);
    }
    return processes.find(processId).map(MonitoredProcess::name).orElse(processId.toString());
  }

  private int attemptOf(UUID processId, Integer attempt) {
    var newest = knownNewestAttempt(processId);
    return attempt != null ? attempt : newest.orElse(0);
  }

  private OptionalInt knownNewestAttempt(UUID processId) {
    var newest = log.newestAttempt(processId);
    processes.requireKnown(processId, newest.isPresent());
    return newest;
  }
}
