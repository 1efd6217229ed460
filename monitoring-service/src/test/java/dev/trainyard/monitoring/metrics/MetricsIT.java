package dev.trainyard.monitoring.metrics;

import static dev.trainyard.monitoring.Samples.evaluation;
import static dev.trainyard.monitoring.Samples.loss;
import static dev.trainyard.monitoring.Samples.report;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.monitoring.Samples;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class MetricsIT extends CurvesTest {
  @Inject MetricMonths months;

  @Test
  void servesARangeAndTheLatestPoint() {
    publish(1, 1, training(10), training(20));
    publish(1, 2, training(30), training(40));

    eventually(() -> series("").body("total", equalTo(4)));
    series("?fromIteration=15&toIteration=30&metric=trainLoss&metric=imagesPerSecond")
        .body("processId", equalTo(processId.toString()))
        .body("attempt", equalTo(1))
        .body("attempts", contains(1))
        .body("curves.metric", contains("trainLoss", "imagesPerSecond"))
        .body("curves[0].iterations", contains(20, 30))
        .body("curves[0].epochs", contains(0.4f, 0.6f))
        .body("curves[0].times", contains("2026-11-23T12:00:20Z", "2026-11-23T12:00:30Z"))
        .body("curves[0].values", contains(0.05f, 1 / 30f))
        .body("curves[0].windowPoints", contains(1, 1))
        .body("curves[0].total", equalTo(2))
        .body("curves[1].values", contains(120.5f, 120.5f))
        .body("gaps", empty())
        .body("latest.iteration", equalTo(40));
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
    publish(1, 1, training(10), training(20));
    publish(1, 3, training(40));

    eventually(() -> curve("trainLoss").body("iterations", hasItems(40)));
    series("").body("total", equalTo(4));
    assertThat(exported("csv").lines()).hasSize(5);
  }

  @Test
  void tellsWhichReportsAreMissingUntilTheyCome() {
    publish(1, 1, training(10));
    publish(1, 4, training(40));

    eventually(
        () ->
            series("")
                .body("gaps.afterIteration", contains(10))
                .body("gaps.beforeIteration", contains(40))
                .body("gaps.reports", contains(2)));
    publish(1, 3, training(30));
    eventually(
        () ->
            series("")
                .body("gaps.beforeIteration", contains(30))
                .body("gaps.reports", contains(1)));
    publish(1, 2, training(20));
    eventually(() -> series("").body("gaps", empty()));
    curve("trainLoss").body("iterations", contains(10, 20, 30, 40));
  }

  @Test
  void joinsTheEvaluationOfAnIterationWithItsTrainingValues() {
    publish(1, 1, training(90), training(100));
    publish(1, 2, evaluation(100, 0.93));

    eventually(() -> series("").body("latest.averagePrecision", equalTo(0.93f)));
    series("").body("latest.trainLoss", equalTo(0.01f));
    curve("averagePrecision").body("iterations", contains(100)).body("values", contains(0.93f));
    given()
        .get("/api/v1/monitoring/processes/{id}", processId)
        .then()
        .statusCode(200)
        .body("header.ap", equalTo(0.93f))
        .body("header.trainLoss", equalTo(0.01f));
  }

  @Test
  void showsTheNewestValueOfAnIterationThatWasTrainedTwice() {
    publish(1, 1, training(10), training(20), training(30));
    publish(1, 2, loss(20, 7.5));

    eventually(() -> curve("trainLoss").body("values", contains(0.1f, 7.5f, 1 / 30f)));
  }

  @Test
  void servesTheNewestAttemptUnlessAskedForAnother() {
    publish(1, 1, training(10), training(20));
    publish(2, 1, training(5));

    eventually(() -> series("").body("attempts", contains(1, 2)));
    series("").body("attempt", equalTo(2)).body("latest.iteration", equalTo(5));
    series("?attempt=1").body("attempt", equalTo(1)).body("latest.iteration", equalTo(20));
  }

  @Test
  void keepsASpikeOfOnePointInALongRun() {
    var iterations = 20_000;
    for (var report = 0; report < 20; report++) {
      var first = report * iterations / 20 + 1;
      publish(
          1,
          report + 1,
          IntStream.range(first, first + iterations / 20)
              .mapToObj(iteration -> loss(iteration, iteration == 12_345 ? 99.0 : 1.0))
              .toArray(MetricPoint[]::new));
    }
    publish(1, 21, evaluation(500, 0.9), evaluation(iterations, 0.95));

    eventually(() -> series("").body("latest.averagePrecision", equalTo(0.95f)));
    // Singly at first, and from stretches once they are summed up: both times the same.
    assertSpike();
    awaitSummedUp(iterations);
    assertSpike();
    // What comes late is seen too.
    publish(1, 22, loss(3_000, 50.0));
    eventually(() -> curve("trainLoss", "&maxPoints=100").body("values", hasItem(50.0f)));
  }

  @Test
  void drawsWhatIsLeftOfARunWhoseFirstMonthIsDropped() {
    for (var report = 0; report < 6; report++) {
      publish(1, report + 1, points(report * 2_000 + 1, (report + 1) * 2_000));
    }
    eventually(() -> series("").body("total", equalTo(12_000)));
    // As if the first report had come long ago.
    months.makeFor(Instant.parse("2019-01-15T00:00:00Z"));
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              database.execute(
                  """
                  UPDATE metric_run SET first_received_at = '2019-01-15' WHERE process_id = '%s'
                  """
                      .formatted(processId));
              database.execute(
                  """
                  UPDATE metric_point SET received_at = '2019-01-15' WHERE iteration <= 10000
                    AND run_id = (SELECT id FROM metric_run WHERE process_id = '%s')
                  """
                      .formatted(processId));
            });
    curve("trainLoss").body("total", equalTo(12_000));

    months.dropBefore(Instant.parse("2019-02-01T00:00:00Z"));
    eventually(
        () ->
            curve("trainLoss")
                .body("total", equalTo(2_000))
                .body("iterations[0]", equalTo(10_001)));
  }

  private static MetricPoint[] points(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(iteration -> loss(iteration, 1.0))
        .toArray(MetricPoint[]::new);
  }

  private void assertSpike() {
    curve("trainLoss", "&maxPoints=100")
        .body("iterations.size()", lessThanOrEqualTo(100))
        .body("iterations", hasItems(1, 12_345, 20_000))
        .body("values", hasItem(99.0f))
        .body("total", equalTo(20_000))
        .body("windowPoints", everyItem(greaterThan(1)));
    curve("averagePrecision", "&maxPoints=100").body("iterations", contains(500, 20_000));
    curve("trainLoss", "&maxPoints=4&fromIteration=12300&toIteration=12400")
        .body("iterations", hasItem(12_345));
  }

  @Test
  void exportsEveryRowAsItWasReported() {
    publish(1, 1, training(10), training(20));
    publish(1, 2, evaluation(20, 0.93));
    eventually(() -> series("").body("latest.averagePrecision", equalTo(0.93f)));

    assertThat(exported("csv").lines())
        .containsExactly(
            "processId,attempt,iteration,epoch,time,learningRate,trainLoss,imagesPerSecond,"
                + "remainingSeconds,remainingSecondsLow,remainingSecondsHigh,averagePrecision,"
                + "accuracy,testLoss",
            processId + ",1,10,0.2,2026-11-23T12:00:10Z,0.005,0.1,120.5,990.0,890.0,1190.0,,,",
            processId + ",1,20,0.4,2026-11-23T12:00:20Z,0.005,0.05,120.5,980.0,880.0,1180.0,,,",
            processId + ",1,20,0.4,2026-11-23T12:00:20Z,,,,,,,0.93,0.9,0.3");
    assertThat(exported("jsonl").lines())
        .hasSize(3)
        .last()
        .asString()
        .contains("\"iteration\":20", "\"averagePrecision\":0.93");
    given().get(PATH + "/export?format=xml", processId).then().statusCode(400);
    given().get(PATH + "/export?attempt=7", processId).then().statusCode(404);
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

    eventually(() -> curve("learningRate").body("values", contains(0.005f)));
    curve("trainLoss").body("values", empty());
  }

  @ParameterizedTest
  @CsvSource({
    "fromIteration=-1, fromIteration",
    "fromIteration=9&toIteration=3, fromIteration",
    "attempt=0, attempt",
    "maxPoints=3, maxPoints",
    "metric=lo$s, metric",
    "maxPoints=10001, maxPoints"
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

  private ValidatableResponse curve(String metric) {
    return curve(metric, "");
  }
}
