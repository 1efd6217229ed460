package dev.trainyard.protocol.simulation;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.protocol.agent.AgentLease;
import dev.trainyard.protocol.agent.CommandRules;
import dev.trainyard.protocol.agent.CrashDecision;
import dev.trainyard.protocol.agent.InterruptedRun;
import dev.trainyard.protocol.agent.KnownRun;
import dev.trainyard.protocol.agent.LastWord;
import dev.trainyard.protocol.agent.RunRules;
import dev.trainyard.protocol.agent.StartDecision;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An agent on a host of its own: what it decides is the real thing, what it does takes virtual
 * time. Its disk and its trainer outlive it.
 */
final class SimulatedAgent {
  private static final long GRACE_MILLIS = 10_000;

  final UUID machineId;
  private final World world;
  private final SimulatedService service;
  private final Fleet fleet;
  private final UUID agentId;

  // On disk.
  private final Map<UUID, Saved> disk = new HashMap<>();
  private UUID newest;
  private long incarnation;

  // An operating-system process of its own.
  private SimulatedTrainer trainer;

  // In memory.
  private AgentLease lease;
  private boolean up;
  private boolean paused;
  private UUID current;
  private boolean stopRequested;
  private boolean launching;
  private boolean uploading;
  private Pending next;

  SimulatedAgent(World world, SimulatedService service, Fleet fleet, UUID machineId) {
    this.world = world;
    this.service = service;
    this.fleet = fleet;
    this.machineId = machineId;
    this.agentId = world.id();
  }

  /** A start that waits for the end of the run before it. */
  private record Pending(UUID processId, int attempt) {}

  /** What is kept of a run. */
  private record Saved(RunReport report, boolean trainerLaunched, int resumes, int relaunches) {
    Saved with(RunReport newReport) {
      return new Saved(newReport, trainerLaunched, resumes, relaunches);
    }

    Saved launched() {
      return new Saved(report, true, resumes, relaunches);
    }

    Saved resumed(int times) {
      return new Saved(report, false, times, relaunches);
    }

    Saved relaunched(int times) {
      return new Saved(report, trainerLaunched, resumes, times);
    }

    KnownRun known() {
      return new KnownRun(report.processId(), report.attempt(), report.phase());
    }
  }

  SimulatedTrainer trainer() {
    return trainer;
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
    current = null;
    next = null;
    stopRequested = false;
    launching = false;
    uploading = false;
    world.say("agent %s boots, incarnation %d", name(), incarnation);
    if (newest != null && disk.get(newest).known().isActive()) {
      recover(disk.get(newest));
    }
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
          var run =
              newest == null ? Optional.<RunReport>empty() : Optional.of(disk.get(newest).report());
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
                  : world.seen(CommandRules.onStart(attempt, known(processId), active()));
          world.say("agent %s start %s/%d: %s", name(), processId, attempt, decision);
          switch (decision) {
            case IGNORE_OLDER -> {}
            case REPEAT_REPORT -> publish(disk.get(processId).report());
            case BEGIN -> begin(processId, attempt);
            case END_ACTIVE_THEN_BEGIN -> {
              next = new Pending(processId, attempt);
              if (active().isPresent()) {
                requestStop();
              } else {
                beginNext();
              }
            }
          }
        });
  }

  void stop(UUID processId, int attempt, UUID toAgent) {
    live(
        incarnation,
        () -> {
          if (next != null && next.processId().equals(processId) && next.attempt() <= attempt) {
            next = null;
          }
          var decision =
              world.seen(
                  CommandRules.onStop(
                      processId, attempt, known(processId), active(), lease.mayAnswer(toAgent)));
          world.say("agent %s stop %s/%d: %s", name(), processId, attempt, decision);
          switch (decision) {
            case REFUSE, IGNORE_OLDER -> {}
            case END_ACTIVE -> {
              report(RunPhase.STOPPING);
              requestStop();
            }
            case REPEAT_REPORT -> publish(disk.get(processId).report());
            case REPORT_STOPPED -> {
              var sequence = 1_000_000 + world.seconds();
              var stopped = reportOf(processId, attempt, sequence, RunPhase.STOPPED);
              save(new Saved(stopped, false, 0, 0), active().isEmpty());
              publish(stopped);
            }
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
          if (lease.isHeldByOther() && active().isPresent()) {
            world.say("agent %s stands down", name());
            killTrainer();
            next = null;
            end(RunPhase.FAILED);
          }
        });
  }

  private void begin(UUID processId, int attempt) {
    fleet.begun(processId, attempt);
    current = processId;
    stopRequested = false;
    uploading = false;
    save(new Saved(launchReport(processId, attempt), false, 0, 0), true);
    report(RunPhase.LAUNCHING);
    launchAfter(world.between(500, 6_000));
  }

  private void launchAfter(long millis) {
    launching = true;
    var life = incarnation;
    var process = current;
    world.after(
        millis,
        () ->
            live(
                life,
                () -> {
                  if (launching && process.equals(current) && active().isPresent()) {
                    launching = false;
                    launch();
                  }
                }));
  }

  private void launch() {
    var saved = disk.get(current);
    World.require(
        trainer == null || !trainer.isAlive(), "a machine has one trainer at a time", machineId);
    trainer = new SimulatedTrainer(world, current, saved.report().attempt());
    disk.put(current, saved.launched());
    world.say("agent %s launches %s/%d", name(), current, saved.report().attempt());
  }

  /** Looks after the trainer, once a second. */
  private void watch(long life) {
    live(life, this::watchTrainer);
    if (up && life == incarnation) {
      world.after(1_000, () -> watch(life));
    }
  }

  private void watchTrainer() {
    if (active().isEmpty() || launching || uploading || trainer == null) {
      return;
    }
    if (trainer.isTraining()) {
      disk.put(current, disk.get(current).relaunched(0));
    }
    if (trainer.isTraining() && disk.get(current).report().phase() == RunPhase.LAUNCHING) {
      report(RunPhase.TRAINING);
    }
    if (!trainer.isAlive()) {
      conclude();
    }
  }

  private void conclude() {
    var saved = disk.get(current);
    if (stopRequested) {
      end(RunPhase.STOPPED);
      return;
    }
    switch (trainer.lastWord()) {
      case RESULT -> upload();
      case FAILURE, STOPPED -> end(RunPhase.FAILED);
      case NONE -> {
        var decision = world.seen(RunRules.onCrash(resumesAfterCrash(), saved.resumes()));
        if (decision instanceof CrashDecision.Resume resume) {
          world.say("agent %s resumes %s, %d", name(), current, resume.number());
          disk.put(current, saved.resumed(resume.number()));
          launchAfter(resume.backOff().toMillis());
        } else {
          end(RunPhase.FAILED);
        }
      }
    }
  }

  private void upload() {
    uploading = true;
    report(RunPhase.UPLOADING);
    var life = incarnation;
    var process = current;
    world.after(
        world.between(500, 5_000),
        () ->
            live(
                life,
                () -> {
                  if (uploading && process.equals(current) && active().isPresent()) {
                    if (!stopRequested) {
                      fleet.uploaded(process, disk.get(process).report().attempt());
                    }
                    end(stopRequested ? RunPhase.STOPPED : RunPhase.SUCCEEDED);
                  }
                }));
  }

  private void requestStop() {
    stopRequested = true;
    if (launching) {
      launching = false;
      end(RunPhase.STOPPED);
    } else if (!uploading && trainer != null) {
      trainer.stop();
      var asked = trainer;
      world.after(GRACE_MILLIS, asked::kill);
    }
  }

  private void end(RunPhase phase) {
    launching = false;
    uploading = false;
    report(phase);
    beginNext();
  }

  private void beginNext() {
    if (next != null) {
      var following = next;
      next = null;
      begin(following.processId(), following.attempt());
    }
  }

  private void recover(Saved saved) {
    current = saved.report().processId();
    var ofRun =
        trainer != null
            && saved.trainerLaunched()
            && trainer.processId.equals(current)
            && trainer.attempt == saved.report().attempt();
    var decision =
        RunRules.onRestart(
            new InterruptedRun(
                saved.report().phase(),
                true,
                saved.trainerLaunched(),
                ofRun && trainer.isAlive(),
                ofRun ? trainer.lastWord() : LastWord.NONE,
                resumesAfterCrash(),
                saved.resumes(),
                saved.relaunches()));
    world.seen(decision);
    world.say("agent %s finds %s: %s", name(), current, decision);
    stopRequested = saved.report().phase() == RunPhase.STOPPING;
    switch (decision) {
      case NOTHING -> {}
      case FOLLOW -> {
        if (stopRequested) {
          requestStop();
        }
      }
      case CONCLUDE -> conclude();
      case LAUNCH_AGAIN -> {
        disk.put(current, saved.relaunched(saved.relaunches() + 1));
        launchAfter(1_000);
      }
      case RESUME -> {
        disk.put(current, saved.resumed(saved.resumes() + 1));
        launchAfter(1_000);
      }
      case END_STOPPED -> end(RunPhase.STOPPED);
      case FAIL -> end(RunPhase.FAILED);
    }
  }

  /** The users of some processes do not want it. */
  private boolean resumesAfterCrash() {
    return (current.getLeastSignificantBits() & 3) != 0;
  }

  private void killTrainer() {
    if (trainer != null) {
      trainer.kill();
    }
  }

  private Optional<KnownRun> known(UUID processId) {
    return Optional.ofNullable(disk.get(processId)).map(Saved::known);
  }

  private Optional<KnownRun> active() {
    return current == null ? Optional.empty() : known(current).filter(KnownRun::isActive);
  }

  private RunReport launchReport(UUID processId, int attempt) {
    return reportOf(processId, attempt, 0, RunPhase.LAUNCHING);
  }

  /** The same rule as the agent's journal: nothing follows a final report. */
  private void report(RunPhase phase) {
    var last = disk.get(current).report();
    if (last.phase().isFinal()) {
      return;
    }
    var effective =
        last.phase() == RunPhase.STOPPING && !phase.isFinal() ? RunPhase.STOPPING : phase;
    var report = reportOf(current, last.attempt(), last.sequence() + 1, effective);
    disk.put(current, disk.get(current).with(report));
    publish(report);
  }

  private void save(Saved saved, boolean isNewest) {
    disk.put(saved.report().processId(), saved);
    if (isNewest) {
      newest = saved.report().processId();
    }
  }

  private void publish(RunReport report) {
    world.say(
        "agent %s reports %s/%d %s", name(), report.processId(), report.attempt(), report.phase());
    world.send(() -> service.report(report));
  }

  private RunReport reportOf(UUID processId, int attempt, long sequence, RunPhase phase) {
    return new RunReport(
        processId,
        machineId,
        attempt,
        sequence,
        phase,
        null,
        null,
        world.now(),
        phase == RunPhase.SUCCEEDED ? processId : null,
        phase == RunPhase.FAILED ? new Failure(FailureCause.INTERNAL, "simulated", null) : null);
  }

  private String name() {
    return agentId.toString().substring(0, 4);
  }
}
