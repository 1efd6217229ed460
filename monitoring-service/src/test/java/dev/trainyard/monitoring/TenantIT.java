package dev.trainyard.monitoring;

import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.testing.TenantDoors;
import dev.trainyard.kit.testing.TenantTables;
import dev.trainyard.kit.testing.Tokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantIT extends MonitoringTest {
  private static final String OWNER = "acme";
  private static final String OTHER = "globex";
  private static final String MONITORING = "/api/v1/monitoring/";

  @Inject DataSource dataSource;

  private final UUID process = UUID.randomUUID();
  private final UUID machine = UUID.randomUUID();

  @AfterEach
  void publishForTheDefaultTenantAgain() {
    broker.of("default");
  }

  @Test
  void keepsEachTablesTenantsApart() throws Exception {
    TenantTables.requireApart(
        dataSource,
        Set.of(
            "metric_point",
            "metric_stretch",
            "metric_gap",
            "metric_rollup",
            "journal_day",
            "deleted_process"),
        Set.of(
            "journal_entry shared",
            "monitored_machine shared",
            "machine_load shared",
            "machine_load_minute shared",
            "machine_load_hour shared"));
  }

  @Test
  void showsNobodyWhatIsAnotherTenants() {
    broker.of(OWNER);
    publishLife();
    String webhook = webhook(OWNER);
    awaitLife();
    var doors =
        new TenantDoors(
            Tokens.of("admin", OTHER),
            Map.of("webhooks", webhook, "processes", process.toString()),
            Map.of("deliveryId", UUID.randomUUID().toString()));
    doors.requireClosed("dev.trainyard.monitoring.webhook", Set.of());
    for (var path :
        List.of(
            "", "/metrics", "/metrics/export", "/log", "/log/download", "/stream", "/log/stream")) {
      assertUnknown(MONITORING + "processes/%s" + path, process);
    }
    assertUnknown(MONITORING + "machines/%s/load/history", machine);
    for (var list :
        Map.of(
                MONITORING + "processes?size=200",
                "items.processId",
                MONITORING + "machines/load?size=200",
                "items.machineId",
                "/api/v1/journal?size=200",
                "items.processId",
                "/api/v1/journal?processId=" + process,
                "items.processId",
                "/api/v1/webhooks?size=200",
                "items.id")
            .entrySet()) {
      for (var id : List.of(process.toString(), machine.toString(), webhook)) {
        as(OTHER).get(list.getKey()).then().statusCode(200).body(list.getValue(), not(hasItem(id)));
      }
    }
    as(OTHER).get("/api/v1/status").then().statusCode(200).body("machines.registered", is(0));
    as(OTHER).get("/api/v1/journal/verification").then().statusCode(403);
    assertThat(
            as(OTHER)
                .get(MONITORING + "metrics?processId=" + process + "&metric=trainLoss")
                .statusCode())
        .isNotEqualTo(200);
  }

  @Test
  void takesWhatAgentsSendForTheTenantOfTheProcess() {
    // As an agent before there were tenants: it says nothing.
    broker.of(null);
    broker.publish(EventType.METRICS_REPORTED, process, Samples.report(process, 1, 1, training(1)));
    broker.publish(EventType.LOG_LINES, process, Samples.log(process, 1, 1, "here"));
    var path = MONITORING + "processes/" + process;
    eventually(() -> given().get(path + "/metrics").then().statusCode(200).body("total", is(1)));
    eventually(() -> given().get(path + "/log").then().statusCode(200));
    broker.of(OWNER);
    broker.publish(
        EventType.PROCESS_RUNNING, process, Samples.process(process, ProcessStatus.RUNNING, 1, 0));
    eventually(() -> as(OWNER).get(path + "/metrics").then().statusCode(200).body("total", is(1)));
    as(OWNER).get(path + "/log").then().statusCode(200).body("lines.size()", is(1));
    given().get(path + "/metrics").then().statusCode(404);
    given().get(path + "/log").then().statusCode(404);
    // Whatever an agent says: the process service has said whose it is.
    broker.of(OTHER);
    broker.publish(EventType.METRICS_REPORTED, process, Samples.report(process, 2, 1, training(1)));
    eventually(() -> as(OWNER).get(path + "/metrics?attempt=2").then().body("total", is(1)));
    as(OTHER).get(path + "/metrics").then().statusCode(404);
  }

  @Test
  void showsASharedMachineAndNotWhatRunsOnIt() {
    broker.of(OWNER);
    broker.publish(
        EventType.PROCESS_RUNNING, process, Samples.process(process, ProcessStatus.RUNNING, 1, 0));
    broker.of(null);
    broker.publish(EventType.MACHINE_REGISTERED, machine, Samples.machine(machine, "shared", true));
    broker.publish(EventType.HEARTBEAT, machine, Samples.heartbeat(machine, process, 1));
    var item = "items.find { it.machineId == '" + machine + "' }";
    var path = MONITORING + "machines/load?size=200";
    eventually(() -> as(OWNER).get(path).then().body(item + ".run", notNullValue()));
    as(OTHER).get(path).then().body(item, notNullValue()).body(item + ".run", nullValue());
    as(OTHER)
        .get("/api/v1/journal?machineId=" + machine)
        .then()
        .body("items.type", hasItem(EventType.MACHINE_REGISTERED.type()))
        .body("items.processId", not(hasItem(process.toString())));
  }

  private void publishLife() {
    broker.publish(
        EventType.PROCESS_RUNNING, process, Samples.process(process, ProcessStatus.RUNNING, 1, 0));
    broker.publish(EventType.MACHINE_REGISTERED, machine, Samples.machine(machine, "own", true));
    broker.publish(EventType.METRICS_REPORTED, process, Samples.report(process, 1, 1, training(1)));
    broker.publish(EventType.LOG_LINES, process, Samples.log(process, 1, 1, "here"));
    broker.publish(EventType.HEARTBEAT, machine, Samples.heartbeat(machine, process, 1));
  }

  private void awaitLife() {
    var path = MONITORING + "processes/" + process;
    eventually(() -> as(OWNER).get(path).then().statusCode(200).body("status", is("RUNNING")));
    eventually(() -> as(OWNER).get(path + "/metrics").then().body("total", is(1)));
    eventually(() -> as(OWNER).get(path + "/log").then().statusCode(200));
    eventually(
        () ->
            as(OWNER)
                .get(MONITORING + "machines/" + machine + "/load/history")
                .then()
                .statusCode(200));
    eventually(
        () -> as(OWNER).get("/api/v1/journal?processId=" + process).then().body("total", is(1)));
  }

  private static String webhook(String tenant) {
    return as(tenant)
        .contentType(ContentType.JSON)
        .body(Map.of("url", "http://127.0.0.1/hook", "eventTypes", List.of("*")))
        .post("/api/v1/webhooks")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  private static void assertUnknown(String path, UUID id) {
    var answer = as(OTHER).get(path.formatted(id));
    var unknown = UUID.randomUUID();
    assertThat(answer.statusCode()).as(path).isEqualTo(404);
    assertThat(answer.asString().replace(id.toString(), unknown.toString()))
        .isEqualTo(as(OTHER).get(path.formatted(unknown)).asString());
  }

  private static RequestSpecification as(String tenant) {
    return given().auth().oauth2(Tokens.of("admin", tenant));
  }
}
