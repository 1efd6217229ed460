package dev.trainyard.process.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.machine.Heartbeat;
import dev.trainyard.contracts.machine.MachineEvent;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.SigningKey;
import dev.trainyard.process.Api;
import dev.trainyard.process.Backends;
import dev.trainyard.process.Events;
import dev.trainyard.process.FakeAgent;
import dev.trainyard.process.Inbox;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Somebody who can write to the broker speaks in the name of machines. */
@QuarkusTest
@Backends
class ForgedMessagesIT {

  @Test
  void dropsAndJournalsReportsThatTheMachinesAgentHasNotSigned() {
    var machine = Api.registerMachine();
    var other = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var neighbour = new FakeAgent(other);
        var events = new Events()) {
      var process = agent.train();
      var forged = report(process, machine, RunPhase.FAILED);
      agent.sendSigned(null, EventType.RUN_REPORT, process, forged);
      agent.sendSigned(SigningKey.fresh(), EventType.RUN_REPORT, process, forged);
      neighbour.send(EventType.RUN_REPORT, process, forged);

      agent.report(process, 1, RunPhase.STOPPED, null);

      Api.awaitStatus(process, "STOPPED");
      var told = events.about(machine, 3).get(2);
      assertThat(told.type()).isEqualTo(EventType.MACHINE_MESSAGE_REFUSED);
      assertThat(told.dataAs(MachineEvent.class).reason()).contains("report").contains("signed");
    }
  }

  @Test
  void dropsWhatAnAgentSaysOfAProcessThatIsNotOnItsMachine() {
    var machine = Api.registerMachine();
    var other = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var neighbour = new FakeAgent(other);
        var events = new Events()) {
      var process = agent.train();

      neighbour.send(EventType.RUN_REPORT, process, report(process, other, RunPhase.FAILED));
      neighbour.loseReport(process, 1, RunPhase.FAILED, null);

      assertThat(events.repairsOf(process, 1)).contains(RunRepair.UNWANTED_REPORT_DROPPED);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
    }
  }

  @Test
  void hearsOnlyTheMachinesAgent() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      agent.fallSilent();
      Api.awaitAvailability(machine, "NO");
      for (var i = 0; i < 3; i++) {
        agent.sendSigned(null, EventType.HEARTBEAT, machine, heartbeat(agent, machine));
        agent.sendSigned(
            SigningKey.fresh(), EventType.HEARTBEAT, machine, heartbeat(agent, machine));
        agent.sendCoded(
            MessageKey.fresh(), EventType.HEARTBEAT, machine, heartbeat(agent, machine));
      }

      assertThat(events.typesAbout(machine, 4))
          .containsSubsequence(
              EventType.MACHINE_AVAILABLE,
              EventType.MACHINE_UNAVAILABLE,
              EventType.MACHINE_MESSAGE_REFUSED)
          .doesNotHaveDuplicates();

      // A good one counts although a forged one comes after it.
      agent.send(EventType.HEARTBEAT, machine, heartbeat(agent, machine));
      agent.sendSigned(null, EventType.HEARTBEAT, machine, heartbeat(agent, machine));
      Api.awaitAvailability(machine, "YES");
    }
  }

  @Test
  void hearsAnAgentThatHasNoSecretYetAndSigns() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine)) {
      agent.fallSilent();
      Api.awaitAvailability(machine, "NO");

      agent.sendSigned(agent.signingKey(), EventType.HEARTBEAT, machine, heartbeat(agent, machine));

      Api.awaitAvailability(machine, "YES");
    }
  }

  /** What services know suffices for a code: none of them is to end the run of an agent. */
  @Test
  void takesNoReportWithoutASignature() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var process = agent.train();
      agent.sendCoded(
          agent.identity().messageKey(),
          EventType.RUN_REPORT,
          process,
          report(process, machine, RunPhase.FAILED));

      assertThat(events.typesAbout(machine, 3)).contains(EventType.MACHINE_MESSAGE_REFUSED);
      agent.report(process, 1, RunPhase.STOPPED, null);
      Api.awaitStatus(process, "STOPPED");
    }
  }

  @Test
  void takesNoRunFromAHeartbeatWithoutASignature() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var unwanted = report(UUID.randomUUID(), machine, RunPhase.TRAINING);
      var secret = agent.identity().messageKey();
      agent.fallSilent();
      agent.sendCoded(secret, EventType.HEARTBEAT, machine, heartbeat(agent, machine, 1, unwanted));

      requireRefused(events, machine);
    }
  }

  @Test
  void givesNobodyThePlaceOfAnAgentWithoutASignature() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var events = new Events()) {
      var secret = agent.identity().messageKey();
      agent.fallSilent();
      agent.sendCoded(secret, EventType.HEARTBEAT, machine, heartbeat(agent, machine, 2, null));

      requireRefused(events, machine);
    }
  }

  private static void requireRefused(Events events, UUID machine) {
    var lastTwo = events.typesAbout(machine, 4).subList(2, 4);
    assertThat(lastTwo)
        .containsExactlyInAnyOrder(
            EventType.MACHINE_MESSAGE_REFUSED, EventType.MACHINE_UNAVAILABLE);
  }

  @Test
  void aHeartbeatThatComesAgainIsNoSignOfLife() {
    var machine = Api.registerMachine();
    try (var agent = new FakeAgent(machine);
        var inbox = new Inbox(Topics.MACHINE_HEARTBEATS)) {
      agent.fallSilent();
      Api.awaitAvailability(machine, "NO");
      var heard = inbox.await(1, record -> machine.toString().equals(record.key()));

      heard.forEach(agent::sendAgain);

      // What comes after them in the same partition has been taken, so they have been too.
      agent.sendSigned(null, EventType.HEARTBEAT, machine, heartbeat(agent, machine));
      try (var events = new Events()) {
        events.about(machine, 4);
      }
      Api.get("/api/v1/machines/" + machine).body("availability", is("NO"));
    }
  }

  private static RunReport report(UUID process, UUID machine, RunPhase phase) {
    return new RunReport(
        process,
        machine,
        1,
        1_000,
        phase,
        LaunchStage.RUN_STARTED,
        null,
        Instant.now(),
        null,
        null);
  }

  private static Heartbeat heartbeat(FakeAgent agent, UUID machine) {
    return heartbeat(agent, machine, 1, null);
  }

  private static Heartbeat heartbeat(
      FakeAgent agent, UUID machine, long incarnation, RunReport report) {
    var run = report == null ? null : new ObservedRun(report, 0, 300, null, null, null, null, null);
    return new Heartbeat(
        machine,
        agent.agentId(),
        incarnation,
        "fake",
        "0.1.0",
        agent.nextHeartbeat(),
        Instant.now(),
        null,
        null,
        run);
  }
}
