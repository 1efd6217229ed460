package dev.trainyard.monitoring.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Writes logs as text, without holding them. Thread-safe. */
@ApplicationScoped
class LogDownload {
  private static final int PAGE = 1_000;

  private final LogStore log;

  LogDownload(LogStore log) {
    this.log = log;
  }

  /** All attempts, each below a line that names it. */
  void write(UUID processId, OutputStream out) throws IOException {
    write(processId, LogPosition.START, Integer.MAX_VALUE, true, out);
  }

  /** One attempt. */
  void write(UUID processId, int attempt, OutputStream out) throws IOException {
    write(processId, new LogPosition(attempt, 0), attempt, false, out);
  }

  /** A page at a time: a client that reads slowly holds no connection to the database. */
  private void write(
      UUID processId, LogPosition after, int lastAttempt, boolean headed, OutputStream out)
      throws IOException {
    var text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    var reached = after;
    List<AttemptLine> page;
    do {
      page = log.page(processId, reached, lastAttempt, PAGE);
      for (var each : page) {
        if (headed && each.attempt() != reached.attempt()) {
          text.write("=== attempt " + each.attempt() + " ===\n");
        }
        text.write(each.time() + " " + each.text() + "\n");
        reached = each.position();
      }
    } while (page.size() == PAGE);
    text.flush();
  }
}
