package dev.trainyard.agent;

import static dev.trainyard.agent.harness.AgentUnderTest.LIMIT;
import static dev.trainyard.agent.harness.AgentUnderTest.isAlive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.agent.harness.FakeTrainer;
import dev.trainyard.agent.harness.StartCommands;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.StandDown;
import dev.trainyard.contracts.process.RunPhase;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One machine, one agent. */
class LeaseIT extends RunningAgentIT {

  @Test
  void aSecondAgentInTheSameDirectoryEndsAtOnceAndSaysWhy() throws Exception {
    var output = agent.another(agent.dataDirectory()).startInVain();
    assertThat(output)
        .contains("Another agent works in " + agent.dataDirectory())
        .contains("exit code 1");
    assertThat(agent.process().view()).isNotNull();
  }

  @Test
  void standsDownForTheHolderUntilItIsGivenTheMachine() throws Exception {
    var view = agent.process().view();
    var agentId = UUID.fromString(view.get("agentId").asText());
    var incarnation = view.get("incarnation").asLong();
    var holder = UUID.randomUUID();
    assertThat(view.get("lease").get("state").asText()).isEqualTo("MINE");
    var command = agent.sendStart(FakeTrainer.ENDLESS);
    agent.awaitPhase(command, RunPhase.TRAINING);
    var trainer = agent.trainerPid(command);

    standDown(UUID.randomUUID(), incarnation, holder);
    standDown(agentId, incarnation - 1, holder);
    agent.awaitCommandsAreRead();
    assertThat(agent.process().view().get("lease").get("state").asText()).isEqualTo("MINE");

    standDown(agentId, incarnation, holder);
    await().atMost(LIMIT).until(() -> !isAlive(trainer));
    await().atMost(LIMIT).until(() -> agent.lastHeartbeat().run() == null);
    var lease = agent.process().view().get("lease");
    assertThat(lease.get("state").asText()).isEqualTo("HELD_BY_OTHER");
    assertThat(lease.get("holderId").asText()).isEqualTo(holder.toString());
    assertThat(lease.get("holderHostName").asText()).isEqualTo("gpu-2");

    var forAnybody = agent.sendStart(FakeTrainer.QUICK);
    agent.sendStop(UUID.randomUUID(), 1);
    var mine =
        agent.sendStart(
            StartCommands.addressed(
                agent.commands().first(FakeTrainer.QUICK), agentId, incarnation));
    assertThat(agent.ending(mine).phase()).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(agent.broker().reports(forAnybody.processId(), 1)).isEmpty();
    assertThat(agent.broker().ending(command.processId(), 1)).isEmpty();
    assertThat(agent.process().view().get("lease").get("state").asText()).isEqualTo("MINE");
    await().atMost(LIMIT).until(() -> agent.lastHeartbeat().run() != null);
  }

  @Test
  void leavesAStartForAnotherAgentToThatOne() throws Exception {
    var view = agent.process().view();
    var other =
        StartCommands.addressed(agent.commands().first(FakeTrainer.QUICK), UUID.randomUUID(), 1);
    var older =
        StartCommands.addressed(
            agent.commands().first(FakeTrainer.QUICK),
            UUID.fromString(view.get("agentId").asText()),
            view.get("incarnation").asLong() - 1);
    agent.sendStart(other);
    agent.sendStart(older);
    agent.awaitCommandsAreRead();
    assertThat(agent.broker().reports(other.processId(), 1)).isEmpty();
    assertThat(agent.broker().reports(older.processId(), 1)).isEmpty();
  }

  private static void standDown(UUID agentId, long incarnation, UUID holder) {
    agent
        .broker()
        .command(
            agent.machineId(),
            EventType.COMMAND_STAND_DOWN,
            new StandDown(agent.machineId(), agentId, incarnation, holder, "gpu-2"));
  }
}
