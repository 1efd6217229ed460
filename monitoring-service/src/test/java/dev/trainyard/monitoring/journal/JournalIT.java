package dev.trainyard.monitoring.journal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class JournalIT extends MonitoringTest {
  /** What has a path of its own instead. */
  private static final Set<EventType> NOT_JOURNALLED =
      Set.of(EventType.METRICS_REPORTED, EventType.LOG_LINES, EventType.HEARTBEAT);

  private final UUID processId = UUID.randomUUID();
  private final UUID machineId = UUID.randomUUID();
  private final EventSamples events = new EventSamples(processId, machineId);

  @Test
  void holdsEveryTypeOfEventOnceHoweverOftenItIsDelivered() {
    // A stop command has no text of its own, but it names the process.
    var marker = processId.toString();
    var published =
        Arrays.stream(EventType.values())
            .filter(type -> !NOT_JOURNALLED.contains(type))
            .map(
                type -> {
                  var id = UUID.randomUUID();
                  broker.publish(id, type, processId, events.of(type, marker));
                  broker.publish(id, type, processId, events.of(type, marker));
                  return id.toString();
                })
            .toList();
    var last = broker.publish(EventType.MACHINE_UPDATED, processId, events.machine(marker));

    eventually(
        () ->
            journal("?text=" + marker + "&size=500")
                .body("items.id", hasItem(last.toString()))
                .body("total", equalTo(published.size() + 1)));
    var found = journal("?text=" + marker + "&size=500").extract().<List<String>>path("items.id");
    assertThat(found).doesNotHaveDuplicates().containsAll(published);
  }

  @Test
  void showsAnEventAsItWasPublished() {
    var id =
        broker.publish(EventType.RUN_REPORT, processId, Samples.runReport(processId, machineId));

    eventually(() -> journal("?processId=" + processId).body("total", equalTo(1)));
    journal("?processId=" + processId)
        .body("items[0].id", equalTo(id.toString()))
        .body("items[0].type", equalTo("dev.trainyard.process.report"))
        .body("items[0].source", equalTo("/trainyard/process-service"))
        .body("items[0].subject", equalTo(processId.toString()))
        .body("items[0].time", equalTo("2026-11-23T12:00:00Z"))
        .body("items[0].processId", equalTo(processId.toString()))
        .body("items[0].machineId", equalTo(machineId.toString()))
        .body("items[0].traceId", equalTo("4bf92f3577b34da6a3ce929d0e0e4736"))
        .body("items[0].data.phase", equalTo("TRAINING"))
        .body("items[0].data.message", equalTo("no GPU: CPU"));
  }

  @Test
  void filters() {
    var created = publish(EventType.PROCESS_CREATED, ProcessStatus.CREATED);
    var started = publish(EventType.PROCESS_STARTED, ProcessStatus.STARTING);
    var stop =
        broker.publish(
            EventType.COMMAND_STOP, machineId, new StopTraining(processId, 1, machineId, 60, null));
    var mine = "?processId=" + processId;

    eventually(
        () ->
            journal(mine).body("items.id", containsInAnyOrder(created, started, stop.toString())));
    journal(mine + "&type=process.started").body("items.id", contains(started));
    journal(mine + "&type=dev.trainyard.process.created").body("items.id", contains(created));
    journal(mine + "&type=process.command.*").body("items.id", contains(stop.toString()));
    journal(mine + "&text=starting").body("items.id", contains(started));
    journal(mine + "&text=100%25").body("total", equalTo(0));
    journal("?machineId=" + machineId).body("items.id", contains(stop.toString()));
    journal(mine + "&from=2026-11-23T12:00:00Z&to=2026-11-23T12:00:01Z").body("total", equalTo(3));
    journal(mine + "&to=2026-11-23T12:00:00Z").body("total", equalTo(0));
    journal(mine + "&size=2&page=1").body("items.size()", equalTo(1)).body("total", equalTo(3));
  }

  @Test
  void findsWhatBelongsToAProjectAlsoWhereOnlyItsProcessIsNamed() {
    var projectId = UUID.randomUUID();
    var created =
        broker.publish(
            EventType.PROCESS_CREATED, processId, events.process("digits-run", projectId));
    var report =
        broker.publish(EventType.RUN_REPORT, processId, Samples.runReport(processId, machineId));
    var other = UUID.randomUUID();
    broker.publish(EventType.RUN_REPORT, other, Samples.runReport(other, machineId));

    eventually(() -> journal("?processId=" + other).body("total", equalTo(1)));
    eventually(
        () ->
            journal("?projectId=" + projectId)
                .body("items.id", containsInAnyOrder(created.toString(), report.toString())));
    journal("?projectId=" + projectId + "&type=process.created")
        .body("items.projectId", contains(projectId.toString()));
  }

  @Test
  void findsWhatSomebodyDidAndWhatBelongsToATraceOrASubject() {
    var actor = "anna-" + processId;
    var type = EventType.MACHINE_DISABLED;
    var record = broker.record(type, machineId, events.machine("gpu-1"), type.topic());
    record.headers().add("ce_actor", actor.getBytes(StandardCharsets.UTF_8));
    broker.send(record);
    var unsigned = broker.publish(EventType.MACHINE_ENABLED, machineId, events.machine("gpu-1"));

    eventually(
        () ->
            journal("?actor=" + actor)
                .body("items.actor", contains(actor))
                .body("items.type", contains(type.type())));
    eventually(
        () ->
            journal("?subject=" + machineId)
                .body("total", equalTo(2))
                .body("items.id", hasItem(unsigned.toString())));
    var trace = "?traceId=4BF92F3577B34DA6A3CE929D0E0E4736&subject=" + machineId;
    journal(trace).body("total", equalTo(2));
    journal("?traceId=" + "0".repeat(32) + "&subject=" + machineId).body("total", equalTo(0));
  }

  @Test
  void followsACursorPastEntriesThatComeMeanwhile() {
    for (var number = 0; number < 5; number++) {
      publish(EventType.PROCESS_CREATED, ProcessStatus.CREATED);
    }
    var mine = "?size=2&processId=" + processId;
    eventually(() -> journal(mine).body("total", equalTo(5)));
    var expected = journal("?processId=" + processId).extract().<List<String>>path("items.id");

    var found = new ArrayList<String>();
    var cursor = "start";
    do {
      var page = journal(mine + "&after=" + cursor).body("$", not(hasKey("total"))).extract();
      found.addAll(page.<List<String>>path("items.id"));
      cursor = page.path("nextCursor");
      var newer = publish(EventType.PROCESS_CREATED, ProcessStatus.CREATED);
      eventually(() -> journal(mine).body("items.id", hasItem(newer)));
    } while (cursor != null);
    assertThat(found).containsExactlyElementsOf(expected);
  }

  @Test
  void goesOnFromANumberedPageByItsCursor() {
    for (var number = 0; number < 3; number++) {
      publish(EventType.PROCESS_CREATED, ProcessStatus.CREATED);
    }
    var mine = "?size=2&processId=" + processId;
    eventually(() -> journal(mine).body("total", equalTo(3)));

    var cursor = journal(mine).extract().<String>path("nextCursor");
    var second = journal(mine + "&page=1").extract().<List<String>>path("items.id");
    journal(mine + "&after=" + cursor)
        .body("items.id", equalTo(second))
        .body("$", not(hasKey("nextCursor")));
  }

  @Test
  void holdsTextThatPostgresqlCannot() {
    var report =
        new RunReport(
            processId, machineId, 1, 1, RunPhase.TRAINING, null, "a\0b", Samples.NOON, null, null);
    broker.publish(EventType.RUN_REPORT, processId, report);

    eventually(
        () -> journal("?processId=" + processId).body("items[0].data.message", equalTo("ab")));
  }

  @Test
  void leavesOutMeasurements() {
    broker.publish(
        EventType.METRICS_REPORTED,
        processId,
        Samples.report(processId, 1, 1, Samples.training(1)));
    publish(EventType.PROCESS_CREATED, ProcessStatus.CREATED);

    eventually(() -> journal("?processId=" + processId).body("total", equalTo(1)));
    journal("?processId=" + processId)
        .body("items.type", not(hasItem(EventType.METRICS_REPORTED.type())));
  }

  @ParameterizedTest
  @CsvSource({
    "processId=abc, processId",
    "machineId=1-1-1-1-1, machineId",
    "from=yesterday, from",
    "to=2026-11-23, to",
    "from=2026-11-23T12:00:00Z&to=2026-11-23T12:00:00Z, from",
    "projectId=digits, projectId",
    "after=yesterday, after",
    "after=MjAyNi0xMS0yMw, after",
    "after=start&page=1, page",
    "page=-1, page",
    "size=501, size"
  })
  void refusesABadFilterAndNamesIt(String query, String field) {
    given()
        .get("/api/v1/journal?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("violations.field", contains(field));
  }

  private String publish(EventType type, ProcessStatus status) {
    var event = Samples.process(processId, status, 0, 0);
    return broker.publish(type, processId, event).toString();
  }

  private static ValidatableResponse journal(String query) {
    return given().urlEncodingEnabled(false).get("/api/v1/journal" + query).then().statusCode(200);
  }
}
