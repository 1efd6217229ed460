package dev.trainyard.kit.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Deletes events that were rejected and that nobody has decided about for too long: at the first
 * look, and once an hour from then on. Not thread-safe; replicas may do so at once.
 */
final class RejectedEvents {
  private static final Logger LOG = Logger.getLogger(RejectedEvents.class);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final int BATCH_SIZE = 10_000;

  private final Optional<Duration> kept;
  private final Clock clock;
  private Instant lookedAt = Instant.MIN;

  /**
   * @param kept how long they stay; for ever when empty
   */
  RejectedEvents(Optional<Duration> kept, Clock clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * Looks, if it is time. A failure waits for the next time: it must not keep events from leaving.
   *
   * @param connection in auto-commit mode
   */
  void deleteOld(Connection connection) {
    var now = clock.instant();
    if (kept.isEmpty() || !isDue(now)) {
      return;
    }
    lookedAt = now;
    try {
      var deleted = new OutboxTable(connection).deleteRejected(kept.get(), BATCH_SIZE);
      if (deleted > 0) {
        LOG.infof("Deleted %d rejected events that are older than %s", deleted, kept.get());
      }
      if (deleted == BATCH_SIZE) {
        // The rest need not wait for an hour, but for the events that are to leave now.
        lookedAt = Instant.MIN;
      }
    } catch (SQLException e) {
      LOG.warnf("Rejected events not deleted, will try again reason=%s", e.getMessage());
    }
  }

  private boolean isDue(Instant now) {
    return lookedAt.isBefore(now.minus(INTERVAL)) || lookedAt.isAfter(now);
  }
}
