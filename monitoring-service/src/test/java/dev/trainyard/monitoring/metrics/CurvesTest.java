package dev.trainyard.monitoring.metrics;

import static dev.trainyard.monitoring.Samples.report;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.database.Database;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.UUID;

/** What the tests of curves have in common: a process that is measured, and its curves. */
abstract class CurvesTest extends MonitoringTest {
  static final String PATH = "/api/v1/monitoring/processes/{id}/metrics";

  @Inject Database database;

  final UUID processId = UUID.randomUUID();

  void publish(int attempt, long sequence, MetricPoint... points) {
    publish(processId, attempt, sequence, points);
  }

  static void publish(UUID process, int attempt, long sequence, MetricPoint... points) {
    broker.publish(EventType.METRICS_REPORTED, process, report(process, attempt, sequence, points));
  }

  ValidatableResponse series(String query) {
    return given().get(PATH + query, processId).then().statusCode(200);
  }

  ValidatableResponse curve(String metric, String query) {
    return series("?metric=" + metric + query).rootPath("curves[0]");
  }

  String exported(String format) {
    return given()
        .get(PATH + "/export?format=" + format, processId)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }

  /** Waits until all that can be summed up of so many iterations is. */
  void awaitSummedUp(int iterations) {
    eventually(
        () ->
            assertThat(
                    database.first(
                        "SELECT rolled_to FROM metric_rollup JOIN metric_run ON id = run_id"
                            + " WHERE process_id = ?",
                        row -> row.getInt("rolled_to"),
                        processId))
                .hasValue(Stretch.startOf(iterations, Stretch.LONG)));
  }
}
