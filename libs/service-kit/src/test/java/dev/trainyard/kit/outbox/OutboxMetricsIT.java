package dev.trainyard.kit.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.backends.Placement;
import dev.trainyard.backends.PostgresServer;
import dev.trainyard.kit.testing.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class OutboxMetricsIT {
  private final MovableClock clock = new MovableClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Held here: a gauge does not keep alive what it asks. */
  private OutboxMetrics metrics;

  @Test
  void tellsHowMuchWaitsForHowLong() throws Exception {
    try (var postgres =
        PostgresServer.start(
            PostgresServer.Options.of(Placement.temporary()).withDatabases("outbox"))) {
      var source = new PGSimpleDataSource();
      source.setUrl(postgres.jdbcUrl("outbox"));
      source.setUser(postgres.username());
      source.setPassword(postgres.password());
      metrics = new OutboxMetrics(source, clock);
      metrics.bindTo(registry);
      try (var connection =
          DriverManager.getConnection(
              postgres.jdbcUrl("outbox"), postgres.username(), postgres.password())) {
        assertUnknown();
        OutboxSchema.create(connection);
        // The answer stands for a few seconds.
        assertUnknown();
        clock.advance(Duration.ofSeconds(10));
        assertMetrics(0, 0, 0);
        write(connection, "outbox", "", "");
        write(connection, "outbox", "", "");
        write(connection, "outbox_rejected", "id, reason, ", "7, 'too large', ");
        assertMetrics(0, 0, 0);
        clock.advance(Duration.ofSeconds(10));
        assertMetrics(2, 20, 1);
      }
    }
    clock.advance(Duration.ofSeconds(10));
    assertUnknown();
  }

  private static void write(Connection connection, String table, String columns, String values)
      throws Exception {
    try (var statement = connection.createStatement()) {
      statement.execute(
          ("INSERT INTO %s (%sevent_id, type, topic, message_key, occurred_at, data)"
                  + " VALUES (%sgen_random_uuid(), '', '', '', '%s', '')")
              .formatted(table, columns, values, MovableClock.START));
    }
  }

  private void assertMetrics(double rows, double oldestSeconds, double rejectedRows) {
    assertThat(gauge("trainyard.outbox.rows")).isEqualTo(rows);
    assertThat(gauge("trainyard.outbox.oldest.seconds")).isEqualTo(oldestSeconds);
    assertThat(gauge("trainyard.outbox.rejected.rows")).isEqualTo(rejectedRows);
  }

  private void assertUnknown() {
    assertThat(gauge("trainyard.outbox.rows")).isNaN();
    assertThat(gauge("trainyard.outbox.oldest.seconds")).isNaN();
    assertThat(gauge("trainyard.outbox.rejected.rows")).isNaN();
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }
}
