package dev.trainyard.monitoring.retention;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.database.Database;
import dev.trainyard.monitoring.metrics.MetricMonths;
import dev.trainyard.monitoring.process.ProcessStore;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionIT extends MonitoringTest {
  @Inject Database database;
  @Inject ProcessStore processes;
  @Inject MetricMonths months;
  @Inject RetentionConfig config;

  private final UUID processId = UUID.randomUUID();

  @Test
  void deletesWhatIsTooOldAndKeepsTheRest() {
    var later = Samples.NOON.plus(100, ChronoUnit.DAYS);
    broker.publish(
        EventType.LOG_LINES,
        processId,
        new LogLines(
            processId,
            Samples.MACHINE,
            1,
            1,
            List.of(new LogLines.Line(Samples.NOON, "old"), new LogLines.Line(later, "new"))));
    eventually(() -> log().body("lines.text", contains("old", "new")));

    deleteAt(later);
    log().body("lines.text", contains("new"));
  }

  private void deleteAt(Instant now) {
    new OldEntries(database, processes, months, config, Clock.fixed(now, ZoneOffset.UTC)).delete();
  }

  private ValidatableResponse log() {
    return given()
        .get("/api/v1/monitoring/processes/" + processId + "/log?afterLine=0")
        .then()
        .statusCode(200);
  }
}
