package dev.trainyard.kit.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * How much waits in the outbox and for how long. Asked of the database when somebody asks for the
 * metrics, and not more often than every few seconds. Thread-safe.
 */
@Singleton
@IfBuildProperty(name = "trainyard.outbox.enabled", stringValue = "true", enableIfMissing = true)
class OutboxMetrics implements MeterBinder {
  private static final Logger LOG = Logger.getLogger(OutboxMetrics.class);
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int ANSWER_SECONDS = 2;
  private static final String COUNT =
      """
      SELECT (SELECT count(*) FROM outbox),
             (SELECT occurred_at FROM outbox ORDER BY id LIMIT 1),
             (SELECT count(*) FROM outbox_rejected)
      """;

  private final DataSource dataSource;
  private final Clock clock;
  private Reading reading = Reading.UNKNOWN;
  private Instant readAt = Instant.MIN;

  OutboxMetrics(DataSource dataSource, Clock clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(registry, "trainyard.outbox.rows", "Events that wait to be sent", Reading::rows);
    gauge(
        registry,
        "trainyard.outbox.oldest.seconds",
        "Age of the oldest event that waits to be sent; 0 when none does",
        Reading::oldestSeconds);
    gauge(
        registry,
        "trainyard.outbox.rejected.rows",
        "Events that can never be sent and wait for a decision",
        Reading::rejectedRows);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<Reading> value) {
    Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.read()))
        .description(description)
        .register(registry);
  }

  synchronized Reading read() {
    var now = clock.instant();
    if (readAt.isBefore(now.minus(FRESH)) || readAt.isAfter(now)) {
      reading = ask(now);
      readAt = clock.instant();
    }
    return reading;
  }

  private Reading ask(Instant now) {
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.setQueryTimeout(ANSWER_SECONDS);
      try (var result = statement.executeQuery(COUNT)) {
        result.next();
        return new Reading(
            result.getLong(1), ageSeconds(result.getTimestamp(2), now), result.getLong(3));
      }
    } catch (SQLException e) {
      LOG.debugf("Outbox not measured reason=%s", e.getMessage());
      return Reading.UNKNOWN;
    }
  }

  private static double ageSeconds(Timestamp oldest, Instant now) {
    return oldest == null
        ? 0
        : Math.max(0, Duration.between(oldest.toInstant(), now).toMillis() / 1000.0);
  }

  /** What was found; not a number where the database did not answer. */
  record Reading(double rows, double oldestSeconds, double rejectedRows) {
    static final Reading UNKNOWN = new Reading(Double.NaN, Double.NaN, Double.NaN);
  }
}
