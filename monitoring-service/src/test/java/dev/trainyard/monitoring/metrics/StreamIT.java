package dev.trainyard.monitoring.metrics;

import static dev.trainyard.monitoring.Samples.report;
import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamIT extends MonitoringTest {
  @TestHTTPResource("/")
  URI server;

  private final UUID processId = UUID.randomUUID();

  @Test
  void deliversWhatIsStoredThenEachPointAsItComes() throws Exception {
    publish(1, training(10));
    eventually(() -> given().get(path(), processId).then().statusCode(200));

    try (var stream = open(null)) {
      eventually(() -> assertThat(iterations(stream)).containsExactly(10));
      publish(2, training(20), training(30));
      eventually(() -> assertThat(iterations(stream)).containsExactly(10, 20, 30));
      assertThat(JsonPath.from(stream.events().get(2).data()).getInt("attempt")).isEqualTo(1);
      assertThat(stream.contentType()).startsWith("text/event-stream");
    }
  }

  @Test
  void deliversToAClientThatCameBeforeTheFirstPoint() throws Exception {
    broker.publish(
        EventType.PROCESS_CREATED,
        processId,
        Samples.process(processId, ProcessStatus.CREATED, 0, 0));
    eventually(() -> given().get(path(), processId).then().statusCode(200));

    try (var stream = open(null)) {
      publish(1, training(10));
      eventually(() -> assertThat(iterations(stream)).containsExactly(10));
    }
  }

  @Test
  void resumesAfterTheLastEventTheClientHas() throws Exception {
    publish(1, training(10), training(20));
    String lastEventId;
    eventually(() -> given().get(path(), processId).then().statusCode(200));
    try (var stream = open(null)) {
      eventually(() -> assertThat(iterations(stream)).containsExactly(10, 20));
      lastEventId = stream.events().get(1).id();
    }
    publish(2, training(30));

    try (var stream = open(lastEventId)) {
      eventually(() -> assertThat(iterations(stream)).isNotEmpty());
      publish(3, training(40));
      eventually(() -> assertThat(iterations(stream)).containsExactly(30, 40));
    }
  }

  @Test
  void servesFiveHundredListenersAtOnce() throws Exception {
    publish(1, training(10));
    eventually(() -> given().get(path(), processId).then().statusCode(200));
    var streams = new ArrayList<EventStream>();
    try {
      for (var listener = 0; listener < 500; listener++) {
        streams.add(open(null));
      }
      publish(2, training(20));
      eventually(
          () -> assertThat(streams).allSatisfy(each -> assertThat(iterations(each)).contains(20)));
    } finally {
      for (var stream : streams) {
        stream.close();
      }
    }
  }

  @Test
  void isNotHeldUpByAListenerThatDoesNotRead() throws Exception {
    for (var report = 0; report < 20; report++) {
      var first = report * 1_000 + 1;
      publish(
          report + 1,
          IntStream.range(first, first + 1_000)
              .mapToObj(Samples::training)
              .toArray(MetricPoint[]::new));
    }
    eventually(
        () -> given().get(path() + "/metrics", processId).then().body("total", equalTo(20_000)));
    var position = given().get(path() + "/metrics", processId).then().extract().path("position");
    try (var idle = new Socket(server.getHost(), server.getPort())) {
      idle.getOutputStream()
          .write(
              "GET /api/v1/monitoring/processes/%s/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                  .formatted(processId, Tokens.bearer("admin"))
                  .getBytes(StandardCharsets.US_ASCII));
      try (var stream = open(position.toString())) {
        publish(21, training(20_001));
        eventually(() -> assertThat(iterations(stream)).contains(20_001));
      }
    }
  }

  @Test
  void refusesALastEventIdThatIsNone() {
    publish(1, training(10));
    eventually(() -> given().get(path(), processId).then().statusCode(200));

    given()
        .header("Last-Event-ID", "yesterday")
        .get("/api/v1/monitoring/processes/{id}/stream", processId)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("Last-Event-ID"));
  }

  private static String path() {
    return "/api/v1/monitoring/processes/{id}";
  }

  private EventStream open(String lastEventId) throws Exception {
    return EventStream.open(
        server.resolve("/api/v1/monitoring/processes/" + processId + "/stream"), lastEventId);
  }

  private static List<Integer> iterations(EventStream stream) {
    return stream.events().stream()
        .map(event -> JsonPath.from(event.data()).getInt("iteration"))
        .toList();
  }

  private void publish(long sequence, MetricPoint... points) {
    broker.publish(EventType.METRICS_REPORTED, processId, report(processId, 1, sequence, points));
  }
}
