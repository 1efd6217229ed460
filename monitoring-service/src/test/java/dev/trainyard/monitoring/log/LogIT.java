package dev.trainyard.monitoring.log;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class LogIT extends MonitoringTest {
  private final UUID processId = UUID.randomUUID();

  @Test
  void servesTheLogInOrderAndFromALineOn() {
    publish(1, 1, "one", "two");
    publish(1, 3, "three");
    publish(1, 1, "one", "two");

    eventually(() -> log("").body("lines.text", contains("one", "two", "three")));
    log("?afterLine=1")
        .body("attempt", equalTo(1))
        .body("lines.line", contains(2, 3))
        .body("lines[0].time", equalTo("2026-11-23T12:00:00Z"))
        .body("lastLine", equalTo(3));
    log("?afterLine=0&limit=2")
        .body("lines.text", contains("one", "two"))
        .body("lastLine", equalTo(2));
    log("?afterLine=3").body("lines", hasSize(0)).body("lastLine", equalTo(3));
    log("?limit=1").body("lines.text", contains("three"));
  }

  @Test
  void servesTheNewestAttemptUnlessAskedForAnother() {
    publish(1, 1, "first");
    publish(2, 1, "second");

    eventually(() -> log("").body("lines.text", contains("second")));
    log("?attempt=1").body("lines.text", contains("first"));
  }

  @Test
  void takesLinesThatPostgresqlCannotHold() {
    publish(1, 1, "a\0b");

    eventually(() -> log("").body("lines.text", contains("ab")));
  }

  @ParameterizedTest
  @CsvSource({
    "afterLine=-1, afterLine",
    "limit=0, limit",
    "limit=10001, limit",
    "attempt=0, attempt"
  })
  void refusesABadRangeAndNamesTheField(String query, String field) {
    given()
        .get("/api/v1/monitoring/processes/{id}/log?" + query, processId)
        .then()
        .statusCode(400)
        .body("violations.field", contains(field));
  }

  private void publish(int attempt, long firstLine, String... lines) {
    broker.publish(
        EventType.LOG_LINES, processId, Samples.log(processId, attempt, firstLine, lines));
  }

  private ValidatableResponse log(String query) {
    return given()
        .get("/api/v1/monitoring/processes/{id}/log" + query, processId)
        .then()
        .statusCode(200);
  }
}
