package dev.trainyard.monitoring.intake;

import static dev.trainyard.monitoring.Samples.training;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.LogLines;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.monitoring.MonitoringTest;
import dev.trainyard.monitoring.ProcessStandIn;
import dev.trainyard.monitoring.Samples;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Somebody who can write to the broker speaks in the name of agents. */
@QuarkusTest
class MessageOriginIT extends MonitoringTest {
  private final UUID processId = UUID.randomUUID();

  @Test
  void dropsMeasurementsThatTheMachinesAgentHasNotWritten() {
    var forged = Samples.report(processId, 1, 1, training(10));
    broker.publishForged(EventType.METRICS_REPORTED, processId, forged, Optional.empty());
    broker.publishForged(
        EventType.METRICS_REPORTED, processId, forged, Optional.of(MessageKey.fresh()));
    publish(Samples.MACHINE, 2, 20);

    eventually(() -> metrics().body("iterations", contains(20)));
  }

  @Test
  void dropsWhatAnAgentSaysOfAProcessOfAnotherMachine() {
    publish(UUID.randomUUID(), 1, 10);
    publish(Samples.MACHINE, 2, 20);

    eventually(() -> metrics().body("iterations", contains(20)));
  }

  @Test
  void believesTheEventsWhereAProcessRuns() {
    var machineId = UUID.randomUUID();
    broker.publish(
        EventType.PROCESS_RUNNING,
        processId,
        Samples.process(processId, machineId, ProcessStatus.RUNNING, 1, 0));
    eventually(
        () -> given().get("/api/v1/monitoring/processes/" + processId).then().statusCode(200));

    publish(machineId, 1, 10);

    eventually(() -> metrics().body("iterations", contains(10)));
  }

  @Test
  void dropsWhatIsSaidOfAProcessThatDoesNotExist() {
    var unknown = ProcessStandIn.unknown();
    broker.publish(
        EventType.METRICS_REPORTED, unknown, Samples.report(unknown, 1, 1, training(10)));
    // In the same partition only if it has the same key.
    broker.publish(
        EventType.METRICS_REPORTED, unknown, Samples.report(processId, 1, 1, training(20)));

    eventually(() -> metrics().body("iterations", contains(20)));
    given().get("/api/v1/monitoring/processes/{id}/metrics", unknown).then().statusCode(404);
  }

  @Test
  void believesASignatureWhereThereIsNoCode() {
    broker.publishSigned(
        EventType.METRICS_REPORTED, processId, Samples.report(processId, 1, 1, training(10)));

    eventually(() -> metrics().body("iterations", contains(10)));
  }

  @Test
  void losesNothingWhileNobodyCanBeAsked() {
    ProcessStandIn.away(true);
    try {
      publish(Samples.MACHINE, 1, 10);
      var other = UUID.randomUUID();
      broker.publish(EventType.HEARTBEAT, other, Samples.heartbeat(other, processId, 1));
      // What has to be asked for is held back, and the rest of the platform goes on.
      broker.publish(EventType.MACHINE_REGISTERED, other, Samples.machine(other, "gpu-8", true));
      eventually(() -> load(other).body("name", equalTo("gpu-8")));
      load(other).body("reportedAt", nullValue());
      metrics().statusCode(404);

      ProcessStandIn.away(false);

      eventually(() -> load(other).body("agentVersion", equalTo("0.1.0")));
      eventually(() -> metrics().body("iterations", contains(10)));
    } finally {
      ProcessStandIn.away(false);
    }
  }

  @Test
  void dropsForgedLinesOfALog() {
    var line = new LogLines.Line(Samples.NOON, "forged");
    var forged = new LogLines(processId, Samples.MACHINE, 1, 1, List.of(line));
    broker.publishForged(EventType.LOG_LINES, processId, forged, Optional.of(MessageKey.fresh()));
    broker.publish(EventType.LOG_LINES, processId, Samples.log(processId, 1, 2, "true"));

    eventually(
        () ->
            given()
                .get("/api/v1/monitoring/processes/" + processId + "/log?afterLine=0")
                .then()
                .body("lines.text", contains("true")));
  }

  @Test
  void dropsForgedHeartbeatsAndTellsOfThemInTheJournal() {
    var machineId = UUID.randomUUID();
    broker.publish(
        EventType.MACHINE_REGISTERED, machineId, Samples.machine(machineId, "gpu-7", true));
    eventually(() -> load(machineId).body("name", equalTo("gpu-7")));

    broker.publishForged(
        EventType.HEARTBEAT,
        machineId,
        Samples.heartbeat(machineId, processId, 9),
        Optional.of(MessageKey.fresh()));

    eventually(
        () ->
            given()
                .get("/api/v1/journal?type=machine.message.refused&machineId=" + machineId)
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].data.reason", containsString("heartbeat"))
                .body("items[0].data.name", equalTo("gpu-7")));
    load(machineId).body("reportedAt", nullValue());
  }

  @Test
  void showsAnAgentWhoseMachineNobodyHasRegistered() {
    var machineId = ProcessStandIn.unknown();
    broker.publishForged(
        EventType.HEARTBEAT,
        machineId,
        Samples.heartbeat(machineId, processId, 1),
        Optional.empty());

    eventually(() -> load(machineId).body("agentVersion", equalTo("0.1.0")));
  }

  private void publish(UUID machineId, long sequence, int iteration) {
    broker.publish(
        EventType.METRICS_REPORTED,
        processId,
        new MetricsReported(processId, machineId, 1, sequence, List.of(training(iteration))));
  }

  private ValidatableResponse metrics() {
    return given()
        .get("/api/v1/monitoring/processes/{id}/metrics", processId)
        .then()
        .rootPath("curves.find { it.metric == 'trainLoss' }");
  }

  private static ValidatableResponse load(UUID machineId) {
    return given()
        .get("/api/v1/monitoring/machines/load?size=500")
        .then()
        .rootPath("items.find { it.machineId == '%s' }".formatted(machineId));
  }
}
