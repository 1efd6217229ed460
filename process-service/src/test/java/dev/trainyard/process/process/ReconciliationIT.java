package dev.trainyard.process.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Events;
import dev.trainyard.process.FakeAgent;
import dev.trainyard.process.Inbox;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Messages are lost, repeated and late; the state converges all the same. */
@QuarkusTest
@Backends
class ReconciliationIT {

  @Test
  void sendsALostStartCommandAgain() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = Api.createProcess(machine);
      Api.act(process, "start").statusCode(202);
      assertThat(agent.awaitStart(process, 2).attempt()).isEqualTo(1);
      Api.process(process).body("status", is("STARTING"), "attempt", is(1));
      assertThat(events.repairsOf(process, 1)).containsOnly(RunRepair.START_SENT_AGAIN);
    }
  }

  @Test
  void takesLostReportsFromHeartbeats() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = start(machine, agent);
      var model = UUID.randomUUID();
      agent.loseReport(process, 1, RunPhase.SUCCEEDED, model);
      Api.awaitStatus(process, "SUCCEEDED");
      Api.process(process).body("modelId", is(model.toString()));
      assertThat(events.typesAbout(process, 4))
          .containsExactly(
              EventType.PROCESS_CREATED,
              EventType.PROCESS_STARTED,
              EventType.PROCESS_RUNNING,
              EventType.PROCESS_SUCCEEDED);
      assertThat(events.repairsOf(process, 1)).contains(RunRepair.REPORT_TAKEN_FROM_HEARTBEAT);
    }
  }

  @Test
  void stopsARunThatNobodyWants() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var stranger = UUID.randomUUID();
      agent.loseReport(stranger, 4, RunPhase.TRAINING, null);
      assertThat(agent.awaitStop(stranger, 1).attempt()).isEqualTo(4);
      assertThat(events.repairsOf(stranger, 1)).contains(RunRepair.UNWANTED_RUN_STOPPED);
    }
  }

  @Test
  void sendsALostStopCommandAgainAndEndsWhatTheMachineNoLongerKnows() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = start(machine, agent);
      agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
      Api.act(process, "stop").statusCode(202);
      agent.awaitStop(process, 2);
      agent.forgetRun();
      Api.awaitStatus(process, "STOPPED");
    }
  }

  @Test
  void failsARunThatItsMachineHasLost() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = start(machine, agent);
      agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
      agent.forgetRun();
      Api.awaitStatus(process, "FAILED");
      Api.process(process).body("failure.cause", is("AGENT_RESTARTED"));
    }
  }

  @Test
  void failsWhenTheMachineIsLostAndStopsTheRunWhenItComesBack() {
    var machine = Api.registerMachine();
    UUID process;
    try (var agent = new FakeAgent(machine)) {
      process = start(machine, agent);
      agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
      agent.fallSilent();
      Api.awaitAvailability(machine, "NO");
      Api.process(process).body("status", is("RUNNING"), "machine.available", is(false));
      Api.awaitStatus(process, "FAILED");
      Api.process(process)
          .body("failure.cause", is("AGENT_LOST"), "failure.message", containsString("no sign"));
    }
    try (var agent = new FakeAgent(machine)) {
      agent.loseReport(process, 1, RunPhase.TRAINING, null);
      agent.awaitStop(process, 1);
      Api.process(process).body("status", is("FAILED"));
    }
  }

  @Test
  void dropsReportsOfAnOlderAttemptAndRepeatedOnes() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = start(machine, agent);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
      Api.act(process, "start").statusCode(202).body("attempt", is(2));
      agent.reportSuccess(process, 1, UUID.randomUUID());
      agent.report(process, 2, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
      agent.report(process, 2, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
      assertThat(events.typesAbout(process, 7))
          .containsExactly(
              EventType.PROCESS_CREATED,
              EventType.PROCESS_STARTED,
              EventType.PROCESS_STOPPED,
              EventType.PROCESS_STARTED,
              EventType.PROCESS_STAGE,
              EventType.PROCESS_RUNNING,
              EventType.PROCESS_STOPPED);

      agent.loseReport(process, 1, RunPhase.TRAINING, null);
      assertThat(agent.awaitStop(process, 1).attempt()).isEqualTo(1);
      assertThat(events.repairsOf(process, 2))
          .contains(RunRepair.OLDER_REPORT_DROPPED, RunRepair.UNWANTED_RUN_STOPPED);
    }
  }

  @Test
  void putsHeartbeatsThatItCannotReadAsideAndTakesTheOthers() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var deadLetters = new Inbox(Topics.deadLetterOf(Topics.MACHINE_HEARTBEATS))) {
      agent.send(EventType.HEARTBEAT, machine, Map.of("machineId", "no UUID"));
      assertThat(deadLetters.await(1, record -> machine.toString().equals(record.key())))
          .first()
          .extracting(record -> record.headers().lastHeader("dead-letter-reason"))
          .isNotNull();
      Api.awaitAvailability(machine, "YES");
    }
  }

  @Test
  void putsWhatItCannotReadAsideAndGoesOn() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var deadLetters = new Inbox(Topics.deadLetterOf(Topics.PROCESS_REPORTS))) {
      var process = start(machine, agent);
      agent.send(
          EventType.RUN_REPORT, process, Map.of("processId", process, "phase", "NO_SUCH_PHASE"));
      agent.reportSuccess(process, 1, null);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
      var aside = deadLetters.await(2, record -> process.toString().equals(record.key()));
      assertThat(aside).hasSize(2);
      assertThat(aside.get(0).headers().lastHeader("dead-letter-reason")).isNotNull();
    }
  }

  @Test
  void takesTextThatNoDatabaseKeeps() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      var process = start(machine, agent);
      agent.send(
          EventType.HEARTBEAT,
          machine,
          Map.of(
              "machineId",
              machine,
              "agentId",
              agent.agentId(),
              "incarnation",
              1,
              "hostName",
              "gpu\u0000",
              "agentVersion",
              "0.1.0\u0000",
              "sequence",
              agent.nextHeartbeat(),
              "sentAt",
              "2026-11-23T10:00:00Z"));
      sendStoragePrepared(
          agent, process, machine, "answered with \u0000nothing", "2026-11-23T10:00:00Z");
      Api.await().until(() -> Api.process(process).extract().path("stage"), is("STORAGE_PREPARED"));
      Api.get("/api/v1/processes/" + process + "/stages")
          .body("items[0].message", is("answered with nothing"));
      agent.awaitStart(process, 2);
      Api.get("/api/v1/machines/" + machine).body("availability", is("YES"));
    }
  }

  @Test
  void putsTimesThatNoDatabaseKeepsAside() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var deadLetters = new Inbox(Topics.deadLetterOf(Topics.PROCESS_REPORTS))) {
      var process = start(machine, agent);
      sendStoragePrepared(agent, process, machine, "later", "+300000-01-01T00:00:00Z");
      var aside = deadLetters.await(1, record -> process.toString().equals(record.key()));
      assertThat(new String(aside.get(0).headers().lastHeader("dead-letter-reason").value(), UTF_8))
          .contains("years 1 to 9999");
      agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
    }
  }

  @Test
  void stopsTheRunOfAMachineThatWasDeleted() {
    var machine = Api.registerMachine();
    UUID process;
    try (var agent = new FakeAgent(machine)) {
      process = start(machine, agent);
      agent.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
      agent.fallSilent();
      Api.awaitStatus(process, "FAILED");
      Api.delete("/api/v1/machines/" + machine).statusCode(204);
    }
    try (var agent = new FakeAgent(machine, 1)) {
      agent.loseReport(process, 1, RunPhase.TRAINING, null);
      assertThat(agent.awaitStop(process, 1).attempt()).isEqualTo(1);
    }
  }

  /** As JSON: our own classes could not say all of it. */
  private static void sendStoragePrepared(
      FakeAgent agent, UUID process, UUID machine, String message, String occurredAt) {
    agent.send(
        EventType.RUN_REPORT,
        process,
        Map.of(
            "processId",
            process,
            "machineId",
            machine,
            "attempt",
            1,
            "sequence",
            1_000,
            "phase",
            "LAUNCHING",
            "stage",
            "STORAGE_PREPARED",
            "message",
            message,
            "occurredAt",
            occurredAt));
  }

  private static UUID start(UUID machine, FakeAgent agent) {
    var process = Api.createProcess(machine);
    Api.act(process, "start").statusCode(202);
    agent.awaitStart(process, 1);
    return process;
  }
}
