package dev.trainyard.monitoring.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LogDownloadIT extends MonitoringTest {
  private static final String LOG = "/api/v1/monitoring/processes/{id}/log";
  private static final String NOON = "2026-11-23T12:00:00Z ";

  private final UUID processId = UUID.randomUUID();

  @Test
  void hasAllAttemptsEachBelowALineThatNamesIt() {
    publish(1, 1, "one", "два");
    publish(2, 1, "three");
    awaitLog(2, 1);

    var file = download("");
    assertThat(file.asString())
        .isEqualTo(
            """
            === attempt 1 ===
            %1$sone
            %1$sдва
            === attempt 2 ===
            %1$sthree
            """
                .formatted(NOON));
    assertThat(file.contentType()).isEqualToIgnoringCase("text/plain;charset=UTF-8");
    assertThat(file.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"%1$s.log\"; filename*=UTF-8''%1$s.log".formatted(processId));
  }

  @Test
  void hasOneAttemptWhenAskedForIt() {
    publish(1, 1, "one");
    publish(2, 1, "two");
    awaitLog(2, 1);

    var file = download("?attempt=1");
    assertThat(file.asString()).isEqualTo(NOON + "one\n");
    assertThat(file.header("Content-Disposition")).contains(processId + "-attempt-1.log");
  }

  @Test
  void isNamedByTheProcess() {
    broker.publish(
        EventType.PROCESS_CREATED,
        processId,
        Samples.process(processId, ProcessStatus.CREATED, 0, 0));
    eventually(() -> given().get(LOG, processId).then().statusCode(200));

    var file = download("");
    assertThat(file.header("Content-Disposition")).endsWith("filename*=UTF-8''digits-run.log");
    assertThat(file.asString()).isEmpty();
  }

  @Test
  void hasEveryLineOfALongLog() {
    for (var batch = 0; batch < 5; batch++) {
      publish(
          1,
          batch * 500L + 1,
          IntStream.range(batch * 500, batch * 500 + 500)
              .mapToObj(number -> "line " + (number + 1))
              .toArray(String[]::new));
    }
    awaitLog(1, 2_500);

    assertThat(download("?attempt=1").asString().lines())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 2_500).mapToObj(number -> NOON + "line " + number).toList());
  }

  @Test
  void refusesAnAttemptThatCannotBe() {
    given()
        .get(LOG + "/download?attempt=0", processId)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("attempt"));
  }

  @Test
  void findsNoLogOfAnAttemptWithoutLinesNorOfAnUnknownProcess() {
    publish(1, 1, "one");
    awaitLog(1, 1);
    for (var path : new String[] {"/%s/log/download?attempt=2", "/%s/log/download"}) {
      var id = path.contains("?") ? processId : UUID.randomUUID();
      given()
          .get("/api/v1/monitoring/processes" + path.formatted(id))
          .then()
          .statusCode(404)
          .contentType("application/problem+json");
    }
  }

  private Response download(String query) {
    return given()
        .get(LOG + "/download" + query, processId)
        .then()
        .statusCode(200)
        .extract()
        .response();
  }

  private void publish(int attempt, long firstLine, String... lines) {
    broker.publish(
        EventType.LOG_LINES, processId, Samples.log(processId, attempt, firstLine, lines));
  }

  private void awaitLog(int attempt, int lastLine) {
    eventually(
        () ->
            given()
                .get(LOG, processId)
                .then()
                .body("attempt", equalTo(attempt))
                .body("lastLine", equalTo(lastLine)));
  }
}
