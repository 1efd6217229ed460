package dev.trainyard.monitoring.machine;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MachineLoadIT extends MonitoringTest {
  private final UUID machineId = UUID.randomUUID();
  private final UUID processId = UUID.randomUUID();

  @Test
  void showsTheLastHeartbeatOfARegisteredMachine() {
    broker.publish(
        EventType.MACHINE_REGISTERED, machineId, Samples.machine(machineId, "gpu-07", true));
    for (var sequence = 1; sequence <= 3; sequence++) {
      broker.publish(
          EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, processId, sequence));
    }

    eventually(() -> machine("load.cpuFraction", equalTo(0.75f)));
    eventually(() -> machine("name", equalTo("gpu-07")));
    machine("available", equalTo(true));
    machine("address", equalTo("10.0.0.17"));
    machine("agentVersion", equalTo("0.1.0"));
    machine("reportedAt", equalTo("2026-11-23T12:00:15Z"));
    machine("hardware.cpuCores", equalTo(16));
    machine("run.processId", equalTo(processId.toString()));
    machine("run.phase", equalTo("TRAINING"));
    machine("run.iterations", equalTo(1000));
  }

  @Test
  void takesNoOlderHeartbeatForTheNewest() {
    broker.publish(EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, processId, 3));
    broker.publish(EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, processId, 1));
    var marker = UUID.randomUUID();
    broker.publish(EventType.HEARTBEAT, machineId, Samples.heartbeat(marker, processId, 1));

    eventually(() -> list().body("items.machineId", hasItem(marker.toString())));
    machine("load.cpuFraction", equalTo(0.75f));
  }

  @Test
  void showsAnAgentWhoseMachineNobodyRegistered() {
    broker.publish(EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, processId, 1));

    eventually(() -> machine("load.cpuFraction", equalTo(0.25f)));
    machine("name", nullValue());
  }

  @Test
  void forgetsADeletedMachine() {
    broker.publish(
        EventType.MACHINE_REGISTERED, machineId, Samples.machine(machineId, "gpu-08", true));
    eventually(() -> machine("name", equalTo("gpu-08")));
    broker.publish(
        EventType.MACHINE_DELETED, machineId, Samples.machine(machineId, "gpu-08", false));

    eventually(() -> machine("name", nullValue()));
  }

  @Test
  void countsInTheStatus() {
    broker.publish(
        EventType.MACHINE_REGISTERED, machineId, Samples.machine(machineId, "gpu-09", true));

    eventually(
        () ->
            given()
                .get("/api/v1/status")
                .then()
                .statusCode(200)
                .body("machines.registered", greaterThan(0))
                .body("machines.available", greaterThan(0))
                .body("rows.journalEntries", greaterThanOrEqualTo(0))
                .body("intake.find { it.name == 'journal' }.received", greaterThan(0))
                .body("intake.find { it.name == 'journal' }.lag", greaterThanOrEqualTo(0)));
  }

  private void machine(String field, Matcher<?> matcher) {
    list().body("items.find { it.machineId == '" + machineId + "' }?." + field, matcher);
  }

  private static ValidatableResponse list() {
    return given().get("/api/v1/monitoring/machines/load?size=500").then().statusCode(200);
  }
}
