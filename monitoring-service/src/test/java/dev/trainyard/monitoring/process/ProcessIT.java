package dev.trainyard.monitoring.process;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProcessIT extends MonitoringTest {
  private final UUID processId = UUID.randomUUID();

  @Test
  void showsHowARunningProcessStands() {
    publish(EventType.PROCESS_CREATED, ProcessStatus.CREATED, 0, 0);
    publish(EventType.PROCESS_STARTED, ProcessStatus.STARTING, 1, 1);
    broker.publish(
        EventType.COMMAND_START, Samples.MACHINE, Samples.start(processId, Samples.MACHINE));
    publish(EventType.PROCESS_RUNNING, ProcessStatus.RUNNING, 1, 2);
    broker.publish(
        EventType.METRICS_REPORTED,
        processId,
        Samples.report(
            processId,
            1,
            1,
            Samples.training(100),
            Samples.evaluation(100, 0.93),
            Samples.training(200)));

    eventually(() -> view().body("header.iteration", equalTo(200)));
    eventually(
        () -> view().body("status", equalTo("RUNNING")).body("header.iterations", equalTo(1000)));
    view()
        .body("name", equalTo("digits-run"))
        .body("attempt", equalTo(1))
        .body("machineName", equalTo("gpu-01"))
        .body("templateName", equalTo("digits"))
        .body("header.ap", equalTo(0.93f))
        .body("header.trainLoss", equalTo(0.005f))
        .body("header.learningRate", equalTo(0.005f))
        .body("header.imagesPerSecond", equalTo(120.5f))
        .body("header.batchSize", equalTo(2))
        .body("header.epoch", equalTo(4.0f))
        .body("header.device", equalTo("CUDA"))
        .body("remainingSeconds", equalTo(800.0f))
        .body("latest.iteration", equalTo(200))
        .body("latestEvaluation.iteration", equalTo(100))
        .body("latestEvaluation.accuracy", equalTo(0.9f));
  }

  @Test
  void showsTheCpuAsDeviceOfAMachineWithoutGpu() {
    var machineId = Samples.MACHINE;
    publish(EventType.PROCESS_CREATED, ProcessStatus.CREATED, 0, 0);
    broker.publish(EventType.COMMAND_START, machineId, Samples.start(processId, machineId));
    eventually(() -> view().body("header.device", not(nullValue())));
    broker.publish(EventType.HEARTBEAT, machineId, Samples.heartbeat(machineId, processId, 1));

    eventually(() -> view().body("header.device", equalTo("CPU")));
    broker.publish(
        EventType.MACHINE_DELETED, machineId, Samples.machine(machineId, "gpu-01", false));
    eventually(() -> view().body("header.device", equalTo("CUDA")));
  }

  @Test
  void showsNoValuesOfAnEarlierAttemptAndNoRemainingTimeOfAnEndedOne() {
    publish(EventType.PROCESS_RUNNING, ProcessStatus.RUNNING, 1, 0);
    broker.publish(
        EventType.METRICS_REPORTED,
        processId,
        Samples.report(processId, 1, 1, Samples.evaluation(100, 0.93), Samples.training(110)));
    eventually(
        () -> view().body("header.iteration", equalTo(110)).body("status", equalTo("RUNNING")));

    publish(EventType.PROCESS_FAILED, ProcessStatus.FAILED, 1, 1);
    eventually(() -> view().body("status", equalTo("FAILED")));
    view().body("remainingSeconds", nullValue()).body("header.ap", equalTo(0.93f));

    publish(EventType.PROCESS_STARTED, ProcessStatus.STARTING, 2, 2);
    eventually(() -> view().body("attempt", equalTo(2)));
    view().body("header.iteration", nullValue()).body("header.ap", nullValue());
  }

  @Test
  void takesNoOlderEventForTheNewest() {
    publish(EventType.PROCESS_SUCCEEDED, ProcessStatus.SUCCEEDED, 1, 9);
    publish(EventType.PROCESS_RUNNING, ProcessStatus.RUNNING, 1, 2);

    eventually(
        () ->
            given().get("/api/v1/journal?processId=" + processId).then().body("total", equalTo(2)));
    view().body("status", equalTo("SUCCEEDED"));
  }

  @Test
  void listsProcessesByStatus() {
    publish(EventType.PROCESS_STOPPED, ProcessStatus.STOPPED, 1, 0);

    eventually(() -> list("STOPPED").body("items.processId", hasItem(processId.toString())));
    list("CREATED").body("items.processId", not(hasItem(processId.toString())));
    given()
        .get("/api/v1/monitoring/processes?status=ASLEEP")
        .then()
        .statusCode(400)
        .body("violations.field", contains("status"));
  }

  @Test
  void forgetsADeletedProcessButKeepsItsJournal() {
    publish(EventType.PROCESS_STOPPED, ProcessStatus.STOPPED, 1, 0);
    broker.publish(
        EventType.METRICS_REPORTED,
        processId,
        Samples.report(processId, 1, 1, Samples.training(10)));
    eventually(() -> view().body("header.iteration", equalTo(10)));
    publish(EventType.PROCESS_DELETED, ProcessStatus.STOPPED, 1, 1);

    eventually(
        () -> given().get("/api/v1/monitoring/processes/{id}", processId).then().statusCode(404));
    given().get("/api/v1/journal?processId=" + processId).then().body("total", equalTo(2));
  }

  private void publish(EventType type, ProcessStatus status, int attempt, int second) {
    broker.publish(type, processId, Samples.process(processId, status, attempt, second));
  }

  private ValidatableResponse view() {
    return given().get("/api/v1/monitoring/processes/{id}", processId).then().statusCode(200);
  }

  private static ValidatableResponse list(String status) {
    return given()
        .get("/api/v1/monitoring/processes?size=500&status=" + status)
        .then()
        .statusCode(200);
  }
}
