package dev.trainyard.monitoring.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.monitoring.EmptyDatabase;
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

  @Test
  void keepsNoStatisticsOfRunsInAMonth() {
    storedAt(Instant.parse("2024-08-31T00:00:00Z"));

    database.execute("ANALYZE metric_point_2024_08");

    assertThat(columnsWithStatistics(database, "metric_point_2024_08"))
        .contains("iteration")
        .doesNotContain("run_id");
    months.dropBefore(Instant.parse("2024-09-01T00:00:00Z"));
  }

  @Test
  void losesTheStatisticsOfRunsThatAnOlderVersionLeft() {
    var source = EmptyDatabase.named("metric_statistics");
    EmptyDatabase.migrate(source, "9");
    var old = new Database(source);
    old.execute(
        """
        INSERT INTO metric_point (run_id, iteration, received_at, epoch, time)
        SELECT 7, iteration, '2024-01-01Z', 0, now() FROM generate_series(1, 100) AS iteration
        """);
    old.execute("ANALYZE metric_point_other");
    assertThat(columnsWithStatistics(old, "metric_point_other")).contains("iteration", "run_id");

    EmptyDatabase.migrate(source, EmptyDatabase.LATEST);

    assertThat(columnsWithStatistics(old, "metric_point_other"))
        .contains("iteration")
        .doesNotContain("run_id");
  }

  private static List<String> columnsWithStatistics(Database database, String table) {
    return database.query(
        "SELECT attname FROM pg_stats WHERE tablename = ?", row -> row.getString("attname"), table);
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
