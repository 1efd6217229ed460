package dev.trainyard.process.machine;

import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Since when this service would have heard a machine: silence from before counts for nothing. It
 * begins anew at the service's start, and whenever the broker or the database was away or the
 * service itself stood still. Thread-safe.
 */
@ApplicationScoped
public class Listening {
  private static final Logger LOG = Logger.getLogger(Listening.class);
  private static final long ANSWER_SECONDS = 3;

  /** Without a look for so long the service stood still. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final DataSource dataSource;
  private final Clock clock;
  private final Admin broker;
  private Instant since;
  private Instant lastLook;
  private boolean deaf;

  Listening(
      DataSource dataSource,
      Clock clock,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.dataSource = dataSource;
    this.clock = clock;
    this.broker =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000));
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
    var hears = databaseAnswers() && brokerAnswers();
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

  @PreDestroy
  void close() {
    broker.close(Duration.ZERO);
  }

  private boolean isOverdue(Instant now) {
    return Duration.between(lastLook, now).compareTo(LONGEST_PAUSE) > 0;
  }

  private boolean databaseAnswers() {
    try (var connection = dataSource.getConnection()) {
      return connection.isValid((int) ANSWER_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  private boolean brokerAnswers() throws InterruptedException {
    try {
      broker.describeCluster().nodes().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }
}
