package dev.trainyard.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.database.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MetricMonthsIT extends MonitoringTest {
  @Inject MetricMonths months;
  @Inject Database database;

  @Test
  void dropsMonthsThatAreTooOldWithWhatCameInThem() {
    var old = storedAt(Instant.parse("2024-03-31T23:59:59Z"));
    var later = storedAt(Instant.parse("2024-04-01T00:00:00Z"));
    assertThat(tables()).contains("metric_point_2024_03", "metric_point_2024_04");

    months.dropBefore(Instant.parse("2024-04-15T00:00:00Z"));
    assertThat(tables()).contains("metric_point_2024_04").doesNotContain("metric_point_2024_03");
    assertThat(points(old)).isZero();
    assertThat(points(later)).isEqualTo(1);

    // And it can come again, from a clock that was set back.
    assertThat(points(storedAt(Instant.parse("2024-03-01T00:00:00Z")))).isEqualTo(1);
    months.dropBefore(Instant.parse("2024-06-01T00:00:00Z"));
    assertThat(points(later)).isZero();
    assertThat(tables()).noneMatch(table -> table.startsWith("metric_point_2024"));
  }

  @Test
  void makesThePartitionsOfThisMonthAndTheNext() {
    months.makeAhead();
    var now = YearMonth.now(ZoneOffset.UTC);
    for (var month : List.of(now, now.plusMonths(1))) {
      assertThat(tables())
          .contains("metric_point_%d_%02d".formatted(month.getYear(), month.getMonthValue()));
    }
  }

  /** A point that came then; returns its run. */
  private long storedAt(Instant receivedAt) {
    months.makeFor(receivedAt);
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              var run =
                  database
                      .first(
                          """
                          INSERT INTO metric_run (process_id, attempt, last_sequence, points,
                            first_received_at, last_received_at)
                          VALUES (?, 1, 1, 1, ?, ?) RETURNING id
                          """,
                          row -> row.getLong("id"),
                          UUID.randomUUID(),
                          receivedAt,
                          receivedAt)
                      .orElseThrow();
              database.batch(
                  """
                  INSERT INTO metric_point (run_id, iteration, received_at, epoch, time)
                  VALUES (?, 1, ?, 0, ?)
                  """,
                  List.<Object[]>of(new Object[] {run, receivedAt, receivedAt}));
              return run;
            });
  }

  private long points(long runId) {
    return database
        .first(
            "SELECT count(*) AS points FROM metric_point WHERE run_id = ?",
            row -> row.getLong("points"),
            runId)
        .orElseThrow();
  }

  private List<String> tables() {
    return database.query(
        "SELECT relname FROM pg_class WHERE relname LIKE 'metric_point_2%' AND relkind = 'r'",
        row -> row.getString("relname"));
  }
}
