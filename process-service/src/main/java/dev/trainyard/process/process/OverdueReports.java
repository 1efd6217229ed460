package dev.trainyard.process.process;

import dev.trainyard.contracts.process.RunReport;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells reports that are lost from those still on their way: heartbeats travel on another topic and
 * may overtake them. Kept in memory only; a restart begins the wait anew. Thread-safe.
 */
@ApplicationScoped
class OverdueReports {
  private final Map<UUID, Expected> expected = new ConcurrentHashMap<>();
  private final ProcessConfig config;
  private final Clock clock;

  OverdueReports(ProcessConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  private record Expected(int attempt, long sequence, Instant since) {
    boolean isStillOpen(int ofAttempt, long lastSequence) {
      return attempt == ofAttempt && sequence > lastSequence;
    }
  }

  /**
   * @param report the newest report, as a heartbeat repeats it
   * @param lastSequence the newest that arrived by itself, of the same attempt
   * @return true if a report has been outstanding for longer than the grace period
   */
  boolean isOverdue(RunReport report, long lastSequence) {
    if (report.sequence() <= lastSequence) {
      expected.remove(report.processId());
      return false;
    }
    var now = clock.instant();
    var open =
        expected.compute(
            report.processId(),
            (id, known) ->
                known != null && known.isStillOpen(report.attempt(), lastSequence)
                    ? known
                    : new Expected(report.attempt(), report.sequence(), now));
    return !open.since().plus(config.reportGrace()).isAfter(now);
  }
}
