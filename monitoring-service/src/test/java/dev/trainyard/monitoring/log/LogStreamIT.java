package dev.trainyard.monitoring.log;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.Tokens;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import dev.trainyard.monitoring.metrics.EventStream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogStreamIT extends MonitoringTest {
  private static final String LOG = "/api/v1/monitoring/processes/{id}/log";

  @TestHTTPResource("/")
  URI server;

  @Inject LogStore stored;

  private final UUID processId = UUID.randomUUID();

  @Test
  void beginsWithTheNewestLinesThenSendsEachAsItComes() throws Exception {
    publish(1, 1, "one", "two", "three");
    awaitLastLine(3);

    try (var stream = open("?tail=2", null)) {
      eventually(() -> assertThat(texts(stream)).containsExactly("two", "three"));
      publish(1, 4, "four");
      eventually(() -> assertThat(texts(stream)).containsExactly("two", "three", "four"));
      assertThat(stream.contentType()).startsWith("text/event-stream");
      var last = stream.events().get(2);
      assertThat(last.id()).isEqualTo("1:4");
      assertThat(JsonPath.from(last.data()).getInt("attempt")).isEqualTo(1);
      assertThat(JsonPath.from(last.data()).getLong("line")).isEqualTo(4);
      assertThat(JsonPath.from(last.data()).getString("time")).isEqualTo("2026-11-23T12:00:00Z");
    }
  }

  @Test
  void beginsWithTwoHundredLinesUnlessAskedForMore() throws Exception {
    publish(1, 1, numbered(1, 300));
    awaitLastLine(300);

    try (var byDefault = open("", null);
        var everything = open("?afterLine=0", null)) {
      eventually(() -> assertThat(texts(byDefault)).containsExactly(numbered(101, 300)));
      eventually(() -> assertThat(texts(everything)).containsExactly(numbered(1, 300)));
    }
  }

  @Test
  void sendsOnlyWhatComesToAClientThatWantsNoneOfThePast() throws Exception {
    publish(1, 1, "one");
    awaitLastLine(1);

    try (var stream = open("?tail=0", null)) {
      publish(1, 2, "two");
      eventually(() -> assertThat(texts(stream)).containsExactly("two"));
    }
  }

  @Test
  void goesOnOverAnotherAttempt() throws Exception {
    publish(1, 1, "first");
    awaitLastLine(1);

    try (var stream = open("", null)) {
      eventually(() -> assertThat(texts(stream)).containsExactly("first"));
      publish(2, 1, "second");
      eventually(() -> assertThat(texts(stream)).containsExactly("first", "second"));
      assertThat(stream.events().get(1).id()).isEqualTo("2:1");
    }
  }

  @Test
  void resumesAfterTheLastEventTheClientHas() throws Exception {
    publish(1, 1, "one", "two");
    publish(2, 1, "three");
    eventually(() -> log().body("attempt", equalTo(2)));

    try (var stream = open("?tail=1", "1:1")) {
      publish(2, 2, "four");
      eventually(() -> assertThat(texts(stream)).containsExactly("two", "three", "four"));
    }
  }

  @Test
  void deliversToAClientThatCameBeforeTheFirstLine() throws Exception {
    broker.publish(
        EventType.PROCESS_CREATED,
        processId,
        Samples.process(processId, ProcessStatus.CREATED, 0, 0));
    eventually(() -> log().statusCode(200));

    try (var stream = open("", null)) {
      publish(1, 1, "one");
      eventually(() -> assertThat(texts(stream)).containsExactly("one"));
    }
  }

  @Test
  void deliversWhatAnotherReplicaHasStored() throws Exception {
    publish(1, 1, "here");
    awaitLastLine(1);

    try (var stream = open("", null)) {
      eventually(() -> assertThat(texts(stream)).containsExactly("here"));
      // As another replica does: this one is not told.
      stored.save(List.of(Samples.log(processId, 1, 2, "there")), Map.of(processId, "default"));
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(texts(stream)).containsExactly("here", "there"));
    }
  }

  @Test
  void isNotHeldUpByAListenerThatDoesNotRead() throws Exception {
    for (var batch = 0; batch < 10; batch++) {
      publish(1, batch * 1_000L + 1, numbered(batch * 1_000 + 1, batch * 1_000 + 1_000));
    }
    awaitLastLine(10_000);
    try (var idle = new Socket(server.getHost(), server.getPort())) {
      idle.getOutputStream()
          .write(
              "GET /api/v1/monitoring/processes/%s/log/stream?afterLine=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                  .formatted(processId, Tokens.bearer("admin"))
                  .getBytes(StandardCharsets.US_ASCII));
      try (var stream = open("?tail=0", null)) {
        publish(1, 10_001, "after the flood");
        eventually(() -> assertThat(texts(stream)).containsExactly("after the flood"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "1", "1:", "-1:5", "1:2:3", "1:99999999999999999999"})
  void refusesALastEventIdThatIsNone(String lastEventId) {
    given()
        .header("Last-Event-ID", lastEventId)
        .get(LOG + "/stream", processId)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains("Last-Event-ID"));
  }

  @ParameterizedTest
  @CsvSource({"tail=-1, tail", "tail=10001, tail", "afterLine=-1, afterLine", "attempt=0, attempt"})
  void refusesABadRangeAndNamesTheField(String query, String field) {
    given()
        .get(LOG + "/stream?" + query, processId)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains(field));
  }

  @Test
  void knowsNoLogOfAProcessThatNobodyHasHeardOf() {
    given()
        .get(LOG + "/stream", processId)
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  private EventStream open(String query, String lastEventId) throws Exception {
    return EventStream.open(
        server.resolve("/api/v1/monitoring/processes/" + processId + "/log/stream" + query),
        lastEventId);
  }

  private static List<String> texts(EventStream stream) {
    return stream.events().stream()
        .map(event -> JsonPath.from(event.data()).getString("text"))
        .toList();
  }

  private static String[] numbered(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> "iteration %d, and what else there is to say of it".formatted(number))
        .toArray(String[]::new);
  }

  private void publish(int attempt, long firstLine, String... lines) {
    broker.publish(
        EventType.LOG_LINES, processId, Samples.log(processId, attempt, firstLine, lines));
  }

  private void awaitLastLine(int line) {
    eventually(() -> log().body("lastLine", equalTo(line)));
  }

  private ValidatableResponse log() {
    return given().get(LOG, processId).then().statusCode(200);
  }
}
