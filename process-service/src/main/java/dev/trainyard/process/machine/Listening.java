package dev.trainyard.process.machine;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Since when this service would have heard a machine: silence from before counts for nothing. It
 * begins anew at the service's start, and whenever the broker or the database was away, the service
 * itself stood still, or signs of life waited to be read. Thread-safe.
 */
@ApplicationScoped
public class Listening {
  private static final Logger LOG = Logger.getLogger(Listening.class);
  private static final int ANSWER_SECONDS = 3;

  /** Without a look, or behind with reading, for so long the service did not hear. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final HeartbeatBacklog backlog;
  private final Clock clock;
  private Instant since;
  private Instant lastLook;
  private boolean deaf;

  Listening(DataSource dataSource, HeartbeatBacklog backlog, Clock clock) {
    this.dataSource = dataSource;
    this.backlog = backlog;
    this.clock = clock;
    this.since = clock.instant();
    this.lastLook = since;
  }

  /** True if a sign of life after {@code cutoff} would have been heard. */
  public synchronized boolean hasListenedSince(Instant cutoff) {
    return cutoff.isAfter(since) && !deaf && !isOverdue(clock.instant());
  }

  synchronized Instant since() {
    return since;
  }

  @Scheduled(
      every = "{trainyard.machine.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() throws InterruptedException {
    var hears = databaseAnswers() && hasTakenWhatCame();
    note(hears, clock.instant());
  }

  /** Notes whether the service hears at a moment. */
  synchronized void note(boolean hears, Instant now) {
    if (!hears || deaf || isOverdue(now)) {
      since = now;
    }
    if (hears == deaf) {
      LOG.infof(hears ? "Machines can be heard again" : "Machines cannot be heard for now");
    }
    deaf = !hears;
    lastLook = now;
  }

  private boolean isOverdue(Instant now) {
    return isPast(lastLook, now);
  }

  private boolean databaseAnswers() {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid(ANSWER_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  private boolean hasTakenWhatCame() throws InterruptedException {
    return backlog.takenUntil().filter(until -> !isPast(until, clock.instant())).isPresent();
  }

  private static boolean isPast(Instant moment, Instant now) {
    return Duration.between(moment, now).compareTo(LONGEST_PAUSE) > 0;
  }
}
