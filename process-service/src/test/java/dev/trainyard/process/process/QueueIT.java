package dev.trainyard.process.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Events;
import dev.trainyard.process.FakeAgent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Starts that wait their turn, restarts and copies. */
@QuarkusTest
@Backends
class QueueIT {
  private static final String PROCESSES = "/api/v1/processes/";

  @Inject DataSource dataSource;

  @Test
  void startsWaitTheirTurnFirstComeFirstServed() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var running = agent.train();
      var first = queuedOn(machine);
      var second = queuedOn(machine);
      Api.process(first)
          .body("status", is("CREATED"), "queue.position", is(1), "queue.since", notNullValue())
          .body("allowedActions", hasItem("STOP"));
      Api.process(second).body("queue.position", is(2));
      Api.get("/api/v1/machines/" + machine)
          .body("queueLength", is(2), "currentProcess.id", is(running.toString()));
      Api.delete("/api/v1/machines/" + machine).statusCode(409);

      agent.report(running, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(first, "STARTING");
      Api.process(first).body("queue", nullValue(), "attempt", is(1));
      Api.process(second).body("status", is("CREATED"), "queue.position", is(1));

      agent.report(first, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(second, "STARTING");
      assertThat(events.typesAbout(second, 3))
          .containsExactly(
              EventType.PROCESS_CREATED, EventType.PROCESS_QUEUED, EventType.PROCESS_STARTED);
      // A timer has started it, for the request that let it wait.
      var traces = events.about(second, 3).stream().map(event -> event.traceId()).toList();
      assertThat(traces.get(0)).isPresent();
      assertThat(traces).containsOnly(traces.get(0));
    }
  }

  @Test
  void aWaitingStartCanBeGivenUpAndBegunAgain() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var running = agent.train();
      var waiting = queuedOn(machine);
      Api.act(waiting, "stop").statusCode(202).body("status", is("STOPPED"), "queue", nullValue());
      Api.act(waiting, "stop").statusCode(202).body("status", is("STOPPED"));
      Api.act(waiting, "start")
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:machine-busy"))
          .body("processId", is(running.toString()));
      start(waiting, Map.of("queue", true), 202);
      start(waiting, Map.of("queue", true), 202);
      Api.process(waiting).body("status", is("STOPPED"), "queue.position", is(1));
      agent.report(running, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(waiting, "STARTING");
      assertThat(events.typesAbout(waiting, 6))
          .containsExactly(
              EventType.PROCESS_CREATED,
              EventType.PROCESS_QUEUED,
              EventType.PROCESS_DEQUEUED,
              EventType.PROCESS_STOPPED,
              EventType.PROCESS_QUEUED,
              EventType.PROCESS_STARTED);
    }
  }

  @Test
  void nobodyOvertakesThoseWhoWait() {
    var machine = Api.registerMachine();
    // No agent: the machine is free but cannot take its turn.
    var waiting = queuedOn(machine);
    Api.post(PROCESSES, Api.processOn(machine))
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:machine-awaited"))
        .body("processId", is(waiting.toString()), "queueLength", is(1));
    Api.act(waiting, "disable").statusCode(200);
    try (var agent = new FakeAgent(machine)) {
      var behind = queuedOn(machine);
      Api.awaitStatus(behind, "STARTING");
      Api.process(waiting).body("status", is("CREATED"), "enabled", is(false));
      agent.report(behind, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(behind, "STOPPED");
      Api.act(waiting, "enable").statusCode(200);
      Api.awaitStatus(waiting, "STARTING");
    }
  }

  @Test
  void restartsFromTheCheckpointOrFromScratch() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = agent.train();
      Api.act(process, "restart").statusCode(202).body("status", is("STOPPING"));
      Api.process(process).body("restarting", is(true));
      Api.act(process, "restart").statusCode(202).body("status", is("STOPPING"));
      agent.awaitStop(process, 1);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STARTING");
      assertThat(agent.awaitStart(process, 2).resume()).isTrue();
      // The answer was lost, and the client asks again.
      Api.json(Map.of("attempt", 1))
          .post(PROCESSES + process + "/restart")
          .then()
          .statusCode(202)
          .body("status", is("STARTING"), "attempt", is(2));
      Api.json(Map.of("attempt", -1))
          .post(PROCESSES + process + "/restart")
          .then()
          .statusCode(400)
          .body("violations.field", contains("attempt"));

      Api.json(Map.of("fromScratch", true, "attempt", 2))
          .post(PROCESSES + process + "/restart")
          .then()
          .statusCode(202)
          .body("status", is("STOPPING"));
      agent.report(process, 2, RunPhase.STOPPED, null);
      Api.await().until(() -> Api.process(process).extract().path("attempt"), is(3));
      assertThat(agent.awaitStart(process, 3).resume()).isFalse();
      assertThat(events.typesAbout(process, 9))
          .endsWith(
              EventType.PROCESS_STOPPING, EventType.PROCESS_STOPPED, EventType.PROCESS_STARTED);
    }
  }

  @Test
  void aStopAfterARestartOnlyStops() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = agent.train();
      Api.act(process, "restart").statusCode(202);
      Api.act(process, "stop").statusCode(202).body("restarting", is(false));
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
      Api.process(process).body("attempt", is(1));
    }
  }

  @Test
  void aRestartEndsWithTheStopWhenTheMachineTakesNothingNew() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = agent.train();
      Api.act(process, "restart").statusCode(202);
      Api.post("/api/v1/machines/" + machine + "/disable").statusCode(200);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
      Api.process(process).body("attempt", is(1), "notices", hasItem(notNullValue()));
    }
  }

  @Test
  void aStartThatCannotBeCarriedOutKeepsNoOtherMachineWaiting() throws SQLException {
    // Turns are taken in the order of the machines' ids.
    var machine = Api.registerMachine();
    var other = Api.registerMachine();
    var unreadable = queuedOn(machine);
    var waiting = queuedOn(other);
    execute(
        "update training_process set snapshot = 'no JSON' || snapshot where id = ?", unreadable);
    try (var agent = new FakeAgent(machine);
        var otherAgent = new FakeAgent(other)) {
      try {
        otherAgent.awaitStart(waiting, 1);
        Api.get("/api/v1/machines/" + machine)
            .body("availability", is("YES"), "queueLength", is(1), "currentProcess", nullValue());
      } finally {
        // No list could show it.
        execute(
            "update training_process set snapshot = replace(snapshot, 'no JSON', '') where id = ?",
            unreadable);
      }
      agent.awaitStart(unreadable, 1);
    }
  }

  private void execute(String statement, UUID process) throws SQLException {
    try (var connection = dataSource.getConnection();
        var update = connection.prepareStatement(statement)) {
      update.setObject(1, process);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void startsThatWaitKeepTheirPlacesWhileTheMachineIsDrained() {
    var machine = Api.registerMachine();
    var path = "/api/v1/machines/" + machine;
    try (var agent = new FakeAgent(machine)) {
      var running = agent.train();
      var waiting = queuedOn(machine);
      Api.post(path + "/drain").statusCode(200).body("draining", is(true), "queueLength", is(1));
      var late = Api.processOn(machine);
      late.put("queue", true);
      Api.post(PROCESSES, late)
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:machine-disabled"));
      agent.report(running, 1, RunPhase.STOPPED, null);
      Api.await().until(() -> Api.get(path).extract().path("draining"), is(false));
      Api.get(path).body("queueLength", is(1), "currentProcess", nullValue());
      Api.process(waiting)
          .body("status", is("CREATED"), "queue.position", is(1))
          .body("allowedActions", contains("STOP", "DISABLE", "DELETE", "CLONE"));

      var enabled = Api.post(path + "/enable").statusCode(200).extract();
      Api.awaitStatus(waiting, "STARTING");
      assertThat(Instant.parse(Api.process(waiting).extract().path("startedAt")))
          .isAfter(Instant.parse(enabled.path("updatedAt")));
    }
  }

  @Test
  void isCopiedToAnotherMachine() {
    var machine = Api.registerMachine();
    var other = Api.registerMachine();
    var process = Api.createProcess(machine);
    Api.post(PROCESSES + process + "/clone").statusCode(409);
    var copy =
        Api.post(PROCESSES + process + "/clone", Map.of("machineId", other, "name", "copy"))
            .statusCode(201)
            .body("name", is("copy"), "status", is("CREATED"), "machine.id", is(other.toString()))
            .body("dataset.name", is("digits"), "parameters.iterations", is(300));
    Api.get(copy.extract().header("Location")).statusCode(200);
    Api.post(PROCESSES + process + "/clone", Map.of("name", "no good"))
        .statusCode(400)
        .body("violations.field", contains("name"));
    Api.post(PROCESSES + UUID.randomUUID() + "/clone", Map.of("machineId", other)).statusCode(404);
  }

  @Test
  void whoHoldsTheMachineStartsAlthoughOthersWait() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var holder = Api.createProcess(machine);
      var waiting = queuedOn(machine);
      Api.act(holder, "start").statusCode(202).body("status", is("STARTING"));
      agent.report(holder, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(waiting, "STARTING");
    }
  }

  @Test
  void whoIsSwitchedOffIsInNobodysWay() {
    var machine = Api.registerMachine();
    // No agent: nobody's turn comes.
    var off = queuedOn(machine);
    var on = queuedOn(machine);
    Api.act(off, "disable").statusCode(200);
    Api.process(off).body("queue.position", is(1));
    Api.process(on).body("queue.position", is(1));
    Api.act(on, "stop").statusCode(202);
    Api.post(PROCESSES, Api.processOn(machine)).statusCode(201);
  }

  @Test
  void aStartWaitsForAMachineThatIsSilentIfItIsToldTo() {
    var machine = Api.registerMachine();
    var process = Api.createProcess(machine);
    Api.act(process, "start")
        .statusCode(409)
        .body("type", is("urn:trainyard:problem:machine-unavailable"))
        .body("allowedActions", hasItem("START"));
    start(process, Map.of("queue", true), 202);
    Api.process(process).body("status", is("CREATED"), "queue.position", is(1));
    try (var agent = new FakeAgent(machine)) {
      Api.awaitStatus(process, "STARTING");
      agent.awaitStart(process, 1);
    }
  }

  @Test
  void theLastWordOnTheCheckpointCountsWhileAStartWaits() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var running = agent.train();
      var stopped = queuedOn(machine);
      agent.report(running, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(stopped, "STARTING");
      agent.report(stopped, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(stopped, "STOPPED");

      Api.act(running, "start").statusCode(202);
      start(stopped, Map.of("queue", true), 202);
      start(stopped, Map.of("queue", true, "fromScratch", true), 202);
      agent.report(running, 2, RunPhase.STOPPED, null);
      assertThat(agent.awaitStart(stopped, 2).resume()).isFalse();
    }
  }

  @Test
  void refusalsSayWhatIsPossibleInstead() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var ended = agent.train();
      agent.report(ended, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(ended, "STOPPED");
      var holder = Api.createProcess(machine);
      Api.act(ended, "start")
          .statusCode(409)
          .body("processId", is(holder.toString()))
          .body("allowedActions", contains("START", "RESTART", "DISABLE", "DELETE", "CLONE"));
      Api.post("/api/v1/machines/" + machine + "/disable").statusCode(200);
      Api.process(ended).body("allowedActions", contains("DISABLE", "DELETE", "CLONE"));
      Api.act(ended, "start")
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:machine-disabled"))
          .body("allowedActions", contains("DISABLE", "DELETE", "CLONE"));
    }
  }

  @Test
  void aRestartEndsWithTheStopWhenTheProcessIsSwitchedOff() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = agent.train();
      Api.act(process, "restart").statusCode(202);
      Api.act(process, "disable").statusCode(200);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
      Api.process(process).body("attempt", is(1));
    }
  }

  @Test
  void aRequestWithAnIdCanBeSentAgain() {
    var machine = Api.registerMachine();
    var id = UUID.randomUUID();
    var request = Api.processOn(machine);
    request.put("id", id);
    Api.post(PROCESSES, request).statusCode(201).body("id", is(id.toString()));
    Api.post(PROCESSES, request).statusCode(200).body("id", is(id.toString()));
    for (var other :
        Map.of("machineId", Api.registerMachine(), "datasetId", UUID.randomUUID(), "name", "other")
            .entrySet()) {
      var changed = new HashMap<>(request);
      changed.put(other.getKey(), other.getValue());
      Api.post(PROCESSES, changed)
          .statusCode(409)
          .body("type", is("urn:trainyard:problem:id-taken"), "processId", is(id.toString()));
    }
    Api.post("/api/v1/machines/" + machine + "/disable").statusCode(200);
    Api.post(PROCESSES, request).statusCode(200).body("id", is(id.toString()));

    var copyId = UUID.randomUUID();
    var copy = Map.of("id", copyId, "machineId", Api.registerMachine());
    Api.post(PROCESSES + id + "/clone", copy).statusCode(201);
    Api.post(PROCESSES + id + "/clone", copy).statusCode(200).body("id", is(copyId.toString()));
  }

  private static UUID queuedOn(UUID machine) {
    var request = Api.processOn(machine);
    request.put("queue", true);
    return UUID.fromString(Api.post(PROCESSES, request).statusCode(201).extract().path("id"));
  }

  private static void start(UUID process, Map<String, Object> how, int status) {
    Api.json(how).post(PROCESSES + process + "/start").then().statusCode(status);
  }
}
