package dev.trainyard.monitoring.metrics;

import static dev.trainyard.monitoring.Samples.evaluation;
import static dev.trainyard.monitoring.Samples.loss;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.trainyard.contracts.metrics.MetricPoint;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chart can ask for beside a range of iterations. */
@QuarkusTest
class CurvesIT extends CurvesTest {

  @Test
  void servesARangeOfEpochsOrOfTimes() {
    publish(1, 1, training(10), training(20), training(30), training(40), training(50));
    eventually(() -> series("").body("total", equalTo(5)));

    curve("trainLoss", "&fromEpoch=0.4&toEpoch=0.8").body("iterations", contains(20, 30, 40));
    curve("trainLoss", "&fromEpoch=0.41").body("iterations", contains(30, 40, 50));
    curve("trainLoss", "&toEpoch=0.2").body("iterations", contains(10));
    curve("trainLoss", "&fromEpoch=7").body("iterations", empty());
    curve("trainLoss", "&fromTime=2026-11-23T12:00:20Z&toTime=2026-11-23T12:00:45Z")
        .body("iterations", contains(20, 30, 40));
    curve("trainLoss", "&toTime=2026-11-23T11:00:00Z").body("iterations", empty());
  }

  @Test
  void drawsValuesThatTheTrainingHasNamedItself() {
    publish(1, 1, loss(10, 1.0, Map.of("gradient/norm", 1.5)), training(20));
    publish(1, 2, loss(30, 1.0, Map.of("gradient/norm", Double.NaN, "top5", 0.97)));

    eventually(
        () ->
            series("?metric=gradient/norm&metric=top5&metric=neverReported")
                .body("total", equalTo(3))
                .body("curves[0].iterations", contains(10))
                .body("curves[0].values", contains(1.5f))
                .body("curves[1].iterations", contains(30))
                .body("curves[1].values", contains(0.97f))
                .body("curves[2].values", empty())
                .body("metrics", hasItems("trainLoss", "gradient/norm", "top5"))
                .body("latest.scalars.top5", equalTo(0.97f)));
    var lines = exported("csv").lines().toList();
    assertThat(lines.get(0)).endsWith(",testLoss,gradient/norm,top5");
    assertThat(lines.get(1)).endsWith(",1.5,");
    assertThat(lines.get(2)).endsWith(",,");
    assertThat(lines.get(3)).endsWith(",,0.97");
    assertThat(exported("jsonl")).contains("\"scalars\":{\"gradient/norm\":1.5}");
  }

  @Test
  void leavesOutNoneOfTheFewValuesOfALongRun() {
    var iterations = 20_000;
    for (var report = 0; report < 20; report++) {
      publish(
          1,
          report + 1,
          IntStream.rangeClosed(report * 1_000 + 1, (report + 1) * 1_000)
              .mapToObj(
                  iteration ->
                      loss(iteration, 1.0, Map.of("norm", iteration == 7_777 ? 99.0 : 1.0)))
              .toArray(MetricPoint[]::new));
    }
    // In pairs, so that stretches of iterations have more than one of them.
    publish(
        1,
        21,
        IntStream.rangeClosed(1, 400)
            .mapToObj(number -> evaluation(number / 2 * 90 + number % 2 + 1, 0.5 + number * 1e-4))
            .toArray(MetricPoint[]::new));
    eventually(() -> series("").body("total", equalTo(iterations + 400)));

    assertComplete();
    awaitSummedUp(iterations);
    assertComplete();
  }

  private void assertComplete() {
    curve("averagePrecision", "&maxPoints=1000")
        .body("total", equalTo(400))
        .body("values", hasSize(400))
        .body("windowPoints", everyItem(equalTo(1)));
    curve("norm", "&maxPoints=100")
        .body("total", equalTo(20_000))
        .body("iterations.size()", lessThanOrEqualTo(100))
        .body("values", hasItem(99.0f));
  }

  @Test
  void comparesProcesses() {
    var other = UUID.randomUUID();
    publish(1, 1, training(10), training(20));
    publish(other, 1, 1, training(10));
    var path = "/api/v1/monitoring/metrics?metric=trainLoss&processId=";

    eventually(
        () ->
            given()
                .get(path + other + "&processId=" + processId)
                .then()
                .statusCode(200)
                .body("processId", contains(other.toString(), processId.toString()))
                .body("[0].curves[0].iterations", contains(10))
                .body("[1].curves[0].iterations", contains(10, 20)));
    given()
        .get(path + processId + "&processId=" + UUID.randomUUID())
        .then()
        .statusCode(404)
        .body("detail", containsString("There is no process"));
    given().get(path).then().statusCode(400).body("violations.field", contains("processId"));
  }

  @ParameterizedTest
  @CsvSource({
    "fromEpoch=2&toEpoch=1, fromEpoch",
    "fromEpoch=-1, fromEpoch",
    "fromEpoch=1&fromIteration=1, fromEpoch",
    "fromTime=2026-11-23T12:00:00Z&toEpoch=1, fromTime",
    "fromTime=yesterday, fromTime",
    "metric=lo$s, metric",
    "metric=iteration, metric"
  })
  void refusesABadRangeAndNamesTheField(String query, String field) {
    given()
        .get(PATH + "?" + query, processId)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains(field));
  }
}
