package dev.trainyard.protocol.simulation;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.protocol.agent.CrashDecision;
import dev.trainyard.protocol.agent.InterruptedRun;
import dev.trainyard.protocol.agent.KnownRun;
import dev.trainyard.protocol.agent.LastWord;
import dev.trainyard.protocol.agent.RunRules;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The runs of one agent, in work and on its disk: what is decided of them is the real thing. Disk
 * and trainer outlive the agent.
 */
final class SimulatedRuns {
  private static final long GRACE_MILLIS = 10_000;

  private final World world;
  private final SimulatedService service;
  private final Fleet fleet;
  private final UUID machineId;
  private final String agent;
  private final Life life;

  // On disk.
  private final Map<UUID, Saved> disk = new HashMap<>();
  private UUID newest;

  // An operating-system process of its own.
  private SimulatedTrainer trainer;

  // In memory.
  private UUID current;
  private boolean stopRequested;
  private boolean launching;
  private boolean uploading;
  private Pending next;

  /**
   * @param agent whose they are, for the trace
   * @param life the agent's
   */
  SimulatedRuns(
      World world, SimulatedService service, Fleet fleet, UUID machineId, String agent, Life life) {
    this.world = world;
    this.service = service;
    this.fleet = fleet;
    this.machineId = machineId;
    this.agent = agent;
    this.life = life;
  }

  /** Does something later, if the agent has not died until then. */
  @FunctionalInterface
  interface Life {
    void after(long millis, Runnable work);
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

  /** The newest report of the newest run. */
  Optional<RunReport> newestReport() {
    return Optional.ofNullable(newest).map(disk::get).map(Saved::report);
  }

  /** The agent is there again, and finds what it had. */
  void boot() {
    current = null;
    next = null;
    stopRequested = false;
    launching = false;
    uploading = false;
    if (newest != null && disk.get(newest).known().isActive()) {
      recover(disk.get(newest));
    }
  }

  /** Begins a run once the present one has ended. */
  void beginAfterActive(UUID processId, int attempt) {
    next = new Pending(processId, attempt);
    if (active().isPresent()) {
      requestStop();
    } else {
      beginNext();
    }
  }

  /** A start that waits is not wanted any more. */
  void giveUp(UUID processId, int attempt) {
    if (next != null && next.processId().equals(processId) && next.attempt() <= attempt) {
      next = null;
    }
  }

  void stopActive() {
    report(RunPhase.STOPPING);
    requestStop();
  }

  /** Says that a run is over that never was here. */
  void reportStopped(UUID processId, int attempt) {
    var sequence = 1_000_000 + world.seconds();
    var stopped = reportOf(processId, attempt, sequence, RunPhase.STOPPED);
    save(new Saved(stopped, false, 0, 0), active().isEmpty());
    publish(stopped);
  }

  void repeatReport(UUID processId) {
    publish(disk.get(processId).report());
  }

  /** Another agent has the machine. */
  void standDown() {
    world.say("agent %s stands down", agent);
    if (trainer != null) {
      trainer.kill();
    }
    next = null;
    end(RunPhase.FAILED);
  }

  void begin(UUID processId, int attempt) {
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
    var process = current;
    life.after(
        millis,
        () -> {
          if (launching && process.equals(current) && active().isPresent()) {
            launching = false;
            launch();
          }
        });
  }

  private void launch() {
    var saved = disk.get(current);
    World.require(
        trainer == null || !trainer.isAlive(), "a machine has one trainer at a time", machineId);
    trainer = new SimulatedTrainer(world, current, saved.report().attempt());
    disk.put(current, saved.launched());
    world.say("agent %s launches %s/%d", agent, current, saved.report().attempt());
  }

  /** Looks after the trainer. */
  void watch() {
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
          world.say("agent %s resumes %s, %d", agent, current, resume.number());
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
    var process = current;
    life.after(
        world.between(500, 5_000),
        () -> {
          if (uploading && process.equals(current) && active().isPresent()) {
            if (!stopRequested) {
              fleet.uploaded(process, disk.get(process).report().attempt());
            }
            end(stopRequested ? RunPhase.STOPPED : RunPhase.SUCCEEDED);
          }
        });
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
    world.say("agent %s finds %s: %s", agent, current, decision);
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

  Optional<KnownRun> known(UUID processId) {
    return Optional.ofNullable(disk.get(processId)).map(Saved::known);
  }

  Optional<KnownRun> active() {
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
        "agent %s reports %s/%d %s", agent, report.processId(), report.attempt(), report.phase());
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
}
