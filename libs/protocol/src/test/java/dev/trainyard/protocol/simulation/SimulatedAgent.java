package dev.trainyard.protocol.simulation;

import dev.trainyard.protocol.agent.AgentLease;
import dev.trainyard.protocol.agent.CommandRules;
import dev.trainyard.protocol.agent.StartDecision;
import java.util.Optional;
import java.util.UUID;

/**
 * An agent on a host of its own: what it decides is the real thing, what it does takes virtual
 * time.
 */
final class SimulatedAgent {
  final UUID machineId;
  private final World world;
  private final SimulatedService service;
  private final UUID agentId;
  private final SimulatedRuns runs;

  // On disk.
  private long incarnation;

  // In memory.
  private AgentLease lease;
  private boolean up;
  private boolean paused;

  SimulatedAgent(World world, SimulatedService service, Fleet fleet, UUID machineId) {
    this.world = world;
    this.service = service;
    this.machineId = machineId;
    this.agentId = world.id();
    this.runs = new SimulatedRuns(world, service, fleet, machineId, name(), this::later);
  }

  SimulatedTrainer trainer() {
    return runs.trainer();
  }

  boolean isUp() {
    return up && !paused;
  }

  void boot() {
    if (up) {
      return;
    }
    up = true;
    paused = false;
    incarnation++;
    lease = AgentLease.of(agentId, incarnation);
    world.say("agent %s boots, incarnation %d", name(), incarnation);
    runs.boot();
    var life = incarnation;
    world.after(100, () -> beat(life));
    world.after(200, () -> watch(life));
  }

  void crash() {
    up = false;
    world.say("agent %s dies", name());
  }

  void pause(long forMillis) {
    paused = true;
    world.say("agent %s is paused for %d ms", name(), forMillis);
    world.after(forMillis, () -> paused = false);
  }

  /** Does something in this life of the agent, when it is not paused. */
  private void live(long life, Runnable work) {
    if (up && life == incarnation) {
      if (paused) {
        world.after(500, () -> live(life, work));
      } else {
        work.run();
      }
    }
  }

  private void beat(long life) {
    live(
        life,
        () -> {
          var run = runs.newestReport();
          world.send(() -> service.heartbeat(machineId, agentId, life, run, this));
        });
    if (up && life == incarnation) {
      world.after(5_000, () -> beat(life));
    }
  }

  void start(UUID processId, int attempt, UUID toAgent, long toIncarnation) {
    live(
        incarnation,
        () -> {
          if (!lease.admitsStart(toAgent, toIncarnation)) {
            return;
          }
          lease = lease.afterStart(toAgent, toIncarnation);
          var decision =
              world.planted == Planted.AGENT_FORGETS
                  ? StartDecision.END_ACTIVE_THEN_BEGIN
                  : world.seen(CommandRules.onStart(attempt, runs.known(processId), runs.active()));
          world.say("agent %s start %s/%d: %s", name(), processId, attempt, decision);
          switch (decision) {
            case IGNORE_OLDER -> {}
            case REPEAT_REPORT -> runs.repeatReport(processId);
            case BEGIN -> runs.begin(processId, attempt);
            case END_ACTIVE_THEN_BEGIN -> runs.beginAfterActive(processId, attempt);
          }
        });
  }

  void stop(UUID processId, int attempt, UUID toAgent) {
    live(
        incarnation,
        () -> {
          runs.giveUp(processId, attempt);
          var decision =
              world.seen(
                  CommandRules.onStop(
                      processId,
                      attempt,
                      runs.known(processId),
                      runs.active(),
                      lease.mayAnswer(toAgent)));
          world.say("agent %s stop %s/%d: %s", name(), processId, attempt, decision);
          switch (decision) {
            case REFUSE, IGNORE_OLDER -> {}
            case END_ACTIVE -> runs.stopActive();
            case REPEAT_REPORT -> runs.repeatReport(processId);
            case REPORT_STOPPED -> runs.reportStopped(processId, attempt);
          }
        });
  }

  void standDown(UUID toAgent, long toIncarnation, UUID holder) {
    live(
        incarnation,
        () -> {
          lease =
              lease.afterStandDown(
                  toAgent, toIncarnation, new AgentLease.Holder(holder, Optional.empty()));
          if (lease.isHeldByOther() && runs.active().isPresent()) {
            runs.standDown();
          }
        });
  }

  /** Looks after the trainer, once a second. */
  private void watch(long life) {
    live(life, runs::watch);
    if (up && life == incarnation) {
      world.after(1_000, () -> watch(life));
    }
  }

  /** Does something later in this life of the agent. */
  private void later(long millis, Runnable work) {
    var life = incarnation;
    world.after(millis, () -> live(life, work));
  }

  private String name() {
    return agentId.toString().substring(0, 4);
  }
}
