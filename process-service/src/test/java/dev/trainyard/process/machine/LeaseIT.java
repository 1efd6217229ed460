package dev.trainyard.process.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Events;
import dev.trainyard.process.FakeAgent;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

/** Two agents for one machine, and machines that are emptied. */
@QuarkusTest
@Backends
class LeaseIT {

  @Test
  void refusesASecondAgentAndSaysWhoHoldsTheMachine() {
    var machine = Api.registerMachine();
    try (var holder = new FakeAgent(machine);
        var second = new FakeAgent(machine, 1);
        var events = new Events()) {
      var told = second.awaitStandDown();
      assertThat(told.agentId()).isEqualTo(second.agentId());
      assertThat(told.holderId()).isEqualTo(holder.agentId());
      var contested = events.about(machine, 3).get(2);
      assertThat(contested.type()).isEqualTo(EventType.MACHINE_CONTESTED);
      assertThat(contested.dataAs(MachineEvent.class).reason())
          .contains(second.agentId().toString());

      var process = Api.createProcess(machine);
      Api.act(process, "start").statusCode(202);
      assertThat(holder.awaitStart(process, 1).agentId()).isEqualTo(holder.agentId());
    }
  }

  @Test
  void whatARefusedAgentDoesChangesNothing() {
    var machine = Api.registerMachine();
    try (var holder = new FakeAgent(machine)) {
      var process = Api.createProcess(machine);
      Api.act(process, "start").statusCode(202);
      holder.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
      // Its heartbeats know of no run: taken for the holder's they would end the process.
      try (var second = new FakeAgent(machine, 1)) {
        second.awaitStandDown();
        holder.progress(7, 1, null);
        Api.await().until(() -> Api.process(process).extract().path("iteration"), is(7));
        Api.process(process).body("status", is("RUNNING"));
      }
    }
  }

  @Test
  void anotherAgentTakesOverAMachineWhoseAgentIsSilent() {
    var machine = Api.registerMachine();
    try (var lost = new FakeAgent(machine);
        var next = new FakeAgent(machine, 1)) {
      var process = Api.createProcess(machine);
      Api.act(process, "start").statusCode(202);
      lost.report(process, 1, RunPhase.TRAINING, LaunchStage.RUN_STARTED);
      Api.awaitStatus(process, "RUNNING");
      lost.fallSilent();
      Api.awaitStatus(process, "FAILED");
      Api.process(process).body("failure.cause", is("AGENT_LOST"));
      Api.awaitAvailability(machine, "YES");
      Api.act(process, "start").statusCode(202).body("attempt", is(2));
      assertThat(next.awaitStart(process, 2).agentId()).isEqualTo(next.agentId());
    }
  }

  @Test
  void aDrainedMachineFinishesItsRunAndTakesNothingNew() {
    var machine = Api.registerMachine();
    var path = "/api/v1/machines/" + machine;
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = agent.train();
      Api.post(path + "/drain").statusCode(200).body("draining", is(true), "enabled", is(false));
      Api.post(path + "/drain").statusCode(200).body("draining", is(true));
      Api.get(path).body("availability", is("DISABLED"));
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.await().until(() -> Api.get(path).extract().path("draining"), is(false));
      Api.act(process, "start").statusCode(409);
      Api.post(path + "/enable").statusCode(200).body("availability", is("YES"));
      assertThat(events.typesAbout(machine, 5))
          .containsExactly(
              EventType.MACHINE_REGISTERED,
              EventType.MACHINE_AVAILABLE,
              EventType.MACHINE_DRAINING,
              EventType.MACHINE_DRAINED,
              EventType.MACHINE_ENABLED);
    }
  }

  @Test
  void aMachineThatWasDisabledCanBeDrainedWhileItStillRuns() {
    var machine = Api.registerMachine();
    var path = "/api/v1/machines/" + machine;
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = agent.train();
      Api.post(path + "/disable").statusCode(200).body("draining", is(false));
      Api.post(path + "/drain").statusCode(200).body("draining", is(true), "enabled", is(false));
      Api.post(path + "/drain").statusCode(200).body("draining", is(true));
      Api.post(path + "/disable").statusCode(200).body("draining", is(true));
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.await().until(() -> Api.get(path).extract().path("draining"), is(false));
      // Nothing runs any more: no drain begins.
      Api.post(path + "/drain").statusCode(200).body("draining", is(false), "enabled", is(false));
      Api.post(path + "/enable").statusCode(200).body("availability", is("YES"));
      assertThat(events.typesAbout(machine, 6))
          .containsExactly(
              EventType.MACHINE_REGISTERED,
              EventType.MACHINE_AVAILABLE,
              EventType.MACHINE_DISABLED,
              EventType.MACHINE_DRAINING,
              EventType.MACHINE_DRAINED,
              EventType.MACHINE_ENABLED);
    }
  }

  @Test
  void enablingAMachineEndsItsDrain() {
    var machine = Api.registerMachine();
    var path = "/api/v1/machines/" + machine;
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = agent.train();
      Api.post(path + "/disable").statusCode(200);
      Api.post(path + "/drain").statusCode(200).body("draining", is(true));
      Api.post(path + "/enable")
          .statusCode(200)
          .body("draining", is(false), "enabled", is(true), "availability", is("YES"));
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
      Api.act(process, "start").statusCode(202).body("attempt", is(2));
      Api.post(path + "/disable").statusCode(200).body("draining", is(false));
      assertThat(events.typesAbout(machine, 6))
          .containsExactly(
              EventType.MACHINE_REGISTERED,
              EventType.MACHINE_AVAILABLE,
              EventType.MACHINE_DISABLED,
              EventType.MACHINE_DRAINING,
              EventType.MACHINE_ENABLED,
              EventType.MACHINE_DISABLED);
    }
  }

  @Test
  void aDisabledMachineWithoutARunHasNothingToDrain() {
    var machine = Api.registerMachine();
    var path = "/api/v1/machines/" + machine;
    var process = Api.createProcess(machine);
    Api.post(path + "/disable").statusCode(200).header("ETag", is("\"1\""));
    Api.post(path + "/drain")
        .statusCode(200)
        .header("ETag", is("\"1\""))
        .body("draining", is(false), "currentProcess.id", is(process.toString()));
  }
}
