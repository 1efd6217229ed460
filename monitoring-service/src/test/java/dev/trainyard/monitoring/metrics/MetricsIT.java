package dev.trainyard.monitoring.metrics;

import static dev.trainyard.monitoring.Samples.evaluation;
import static dev.trainyard.monitoring.Samples.report;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MetricsIT extends MonitoringTest {
  private static final String PATH = "/api/v1/monitoring/processes/{id}/metrics";

  private final UUID processId = UUID.randomUUID();

  @Test
  void servesARangeAndTheLatestPoint() {
    publish(1, 1, training(10), training(20));
    publish(1, 2, training(30), training(40));

    eventually(() -> series("").body("points", hasSize(4)));
    series("?fromIteration=15&toIteration=30")
        .body("processId", equalTo(processId.toString()))
        .body("attempt", equalTo(1))
        .body("attempts", contains(1))
        .body("points.iteration", contains(20, 30))
        .body("points[0].learningRate", equalTo(0.005f))
        .body("points[0].trainLoss", equalTo(0.05f))
        .body("points[0].imagesPerSecond", equalTo(120.5f))
        .body("points[0].time", equalTo("2026-11-23T12:00:20Z"))
        .body("latest.iteration", equalTo(40))
        .body("total", equalTo(2))
        .body("thinned", equalTo(false));
  }

  @Test
  void storesARepeatedMessageOnce() {
    var id = UUID.randomUUID();
    var message = report(processId, 1, 1, training(10), training(20));
    broker.publish(id, EventType.METRICS_REPORTED, processId, message);
    broker.publish(id, EventType.METRICS_REPORTED, processId, message);
    // As after a rebalance: the same measurements in another message.
    publish(1, 1, training(10), training(20));
    publish(1, 2, training(30));

    eventually(() -> series("").body("points.iteration", hasItems(30)));
    series("").body("points.iteration", contains(10, 20, 30));
  }

  @Test
  void joinsTheEvaluationOfAnIterationWithItsTrainingValues() {
    publish(1, 1, training(100));
    publish(1, 2, evaluation(100, 0.93));

    eventually(() -> series("").body("points[0].averagePrecision", equalTo(0.93f)));
    series("").body("points", hasSize(1)).body("points[0].trainLoss", equalTo(0.01f));
  }

  @Test
  void servesTheNewestAttemptUnlessAskedForAnother() {
    publish(1, 1, training(10), training(20));
    publish(2, 1, training(5));

    eventually(() -> series("").body("attempts", contains(1, 2)));
    series("").body("attempt", equalTo(2)).body("points.iteration", contains(5));
    series("?attempt=1").body("points.iteration", contains(10, 20));
  }

  @Test
  void thinsALongRunButKeepsItsEndAndItsEvaluations() {
    var points =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj(iteration -> training(iteration))
            .toArray(MetricPoint[]::new);
    publish(1, 1, points);
    publish(1, 2, evaluation(500, 0.9), evaluation(1_000, 0.95));

    eventually(() -> series("?maxPoints=100").body("latest.averagePrecision", equalTo(0.95f)));
    series("?maxPoints=100")
        .body("points.size()", lessThanOrEqualTo(110))
        .body("points.iteration", hasItems(500, 1_000))
        .body("total", equalTo(1_000))
        .body("thinned", equalTo(true));
  }

  @Test
  void takesALossThatIsNoNumber() {
    var diverged =
        new MetricPoint(
            10,
            0.2,
            Samples.NOON,
            0.005,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            5.0,
            null,
            null,
            null,
            null,
            null);
    publish(1, 1, diverged);

    eventually(() -> series("").body("points", hasSize(1)));
    series("")
        .body("points[0].learningRate", equalTo(0.005f))
        .body("points[0].trainLoss", equalTo(null));
  }

  @ParameterizedTest
  @CsvSource({
    "fromIteration=-1, fromIteration",
    "fromIteration=9&toIteration=3, fromIteration",
    "attempt=0, attempt",
    "maxPoints=0, maxPoints",
    "maxPoints=100001, maxPoints"
  })
  void refusesABadRangeAndNamesTheField(String query, String field) {
    given()
        .get(PATH + "?" + query, processId)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains(field));
  }

  @ParameterizedTest
  @CsvSource({"metrics", "stream", "log", "''"})
  void answersNotFoundForAnUnknownProcess(String part) {
    given()
        .get("/api/v1/monitoring/processes/{id}/{part}", UUID.randomUUID(), part)
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("detail", containsString("There is no process"));
  }

  @Test
  void answersNotFoundForAMalformedId() {
    given().get(PATH, "abc").then().statusCode(404).contentType("application/problem+json");
  }

  private void publish(int attempt, long sequence, MetricPoint... points) {
    broker.publish(
        EventType.METRICS_REPORTED, processId, report(processId, attempt, sequence, points));
  }

  private ValidatableResponse series(String query) {
    return given().get(PATH + query, processId).then().statusCode(200);
  }
}
