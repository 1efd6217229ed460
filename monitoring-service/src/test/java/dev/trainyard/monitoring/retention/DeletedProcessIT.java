package dev.trainyard.monitoring.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.metrics.MetricMonths;
import dev.trainyard.monitoring.process.ProcessStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent that was away sends what it has kept of a process that is deleted. */
@QuarkusTest
class DeletedProcessIT extends MonitoringTest {
  private static final List<String> TABLES = List.of("metric_run", "log_line", "run_settings");

  @Inject Database database;
  @Inject CurrentTenant tenant;
  @Inject ProcessStore processes;
  @Inject MetricMonths months;
  @Inject RetentionConfig config;

  private final UUID processId = UUID.randomUUID();

  @BeforeEach
  void deleteTheProcess() {
    publish(EventType.PROCESS_STOPPED, 0);
    publishMeasurements(10);
    eventually(() -> assertRows(1));
    publish(EventType.PROCESS_DELETED, 1);
    eventually(() -> assertRows(0));
  }

  @Test
  void showsNothingOfItAndDeletesWhatHasCome() {
    publishMeasurements(20);
    eventually(() -> assertRows(1));
    for (var part : List.of("", "/metrics", "/stream", "/log", "/log/stream", "/log/download")) {
      given()
          .get("/api/v1/monitoring/processes/" + processId + part)
          .then()
          .statusCode(404)
          .contentType("application/problem+json");
    }

    deleteAt(Instant.now());
    assertRows(0);
    assertThat(
            tenant.call(
                TenantScope.all(),
                () ->
                    database.first(
                        "SELECT 1 FROM metric_point WHERE run_id NOT IN (SELECT id FROM metric_run)",
                        row -> 1)))
        .isEmpty();
  }

  @Test
  void remembersTheDeletionForNinetyDays() {
    deleteAt(Instant.now().plus(Duration.ofDays(89)));
    assertThat(rows("deleted_process")).isEqualTo(1);
    deleteAt(Instant.now().plus(Duration.ofDays(91)));
    assertThat(rows("deleted_process")).isZero();
  }

  @Test
  void keepsAProcessThatIsCreatedAgainWithItsId() {
    broker.publish(
        EventType.PROCESS_CREATED,
        processId,
        Samples.process(processId, ProcessStatus.CREATED, 0, 2));
    publishMeasurements(20);
    eventually(
        () -> {
          given().get("/api/v1/monitoring/processes/" + processId).then().statusCode(200);
          assertRows(1);
        });
    deleteAt(Instant.now());
    assertRows(1);
  }

  private void publish(EventType type, int second) {
    broker.publish(type, processId, Samples.process(processId, ProcessStatus.STOPPED, 1, second));
  }

  /** One row for each of the tables. */
  private void publishMeasurements(int iteration) {
    broker.publish(
        EventType.METRICS_REPORTED,
        processId,
        Samples.report(processId, 1, iteration, Samples.training(iteration)));
    broker.publish(
        EventType.LOG_LINES,
        processId,
        new LogLines(
            processId,
            Samples.MACHINE,
            1,
            iteration,
            List.of(new LogLines.Line(Samples.NOON, "a line"))));
    broker.publish(
        EventType.COMMAND_START, Samples.MACHINE, Samples.start(processId, Samples.MACHINE));
  }

  private void assertRows(long expected) {
    for (var table : TABLES) {
      assertThat(rows(table)).as(table).isEqualTo(expected);
    }
  }

  private long rows(String table) {
    return rows(database, table, "process_id", processId);
  }

  private void deleteAt(Instant now) {
    new OldEntries(database, processes, months, config, Clock.fixed(now, ZoneOffset.UTC)).delete();
  }
}
