package dev.trainyard.agent.run;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.LastResort;
import dev.trainyard.agent.installation.AgentInstallation;
import dev.trainyard.agent.platform.Credentials;
import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.machine.StandDown;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.protocol.agent.AgentLease;
import dev.trainyard.protocol.agent.CommandRules;
import dev.trainyard.protocol.agent.KnownRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does what a command asks for, as {@link CommandRules} decide. At most one run works at a time;
 * the newest accepted start wins, and what ran before it ends first. Thread-safe.
 */
@ApplicationScoped
public class RunSupervisor {
  private static final Logger LOG = Logger.getLogger(RunSupervisor.class);

  /** What a run gets to end when another takes its place or the agent ends. */
  private static final Duration SUPERSEDED_GRACE = Duration.ofSeconds(8);

  private final AgentConfig config;
  private final AgentInstallation installation;
  private final RunStateStore store;
  private final RunPipeline pipeline;
  private final EventPublisher publisher;
  private final Credentials credentials;
  private final Clock clock;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "run");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(new LastResort(() -> !this.worker.isShutdown()));
            return thread;
          });

  private final OldRuns oldRuns;

  private volatile Runnable changeListener = () -> {};

  private AgentLease lease;

  /** The run in work, or the last one; null before the first of this agent's life. */
  private Run current;

  /** What the newest run of an earlier life of the agent ended as; null without one. */
  private RunState remembered;

  RunSupervisor(
      AgentConfig config,
      AgentInstallation installation,
      RunStateStore store,
      RunPipeline pipeline,
      EventPublisher publisher,
      Credentials credentials,
      Clock clock) {
    this.config = config;
    this.installation = installation;
    this.store = store;
    this.pipeline = pipeline;
    this.publisher = publisher;
    this.credentials = credentials;
    this.clock = clock;
    this.oldRuns = new OldRuns(store, this::activeDirectory, Duration.ofHours(1));
  }

  /** Is told, on any thread, whenever there is a new report. */
  public void onChange(Runnable listener) {
    changeListener = listener;
  }

  /** Goes on with what an earlier life of the agent left; called once, before the first command. */
  public synchronized void recover(RunRecovery recovery) {
    lease = AgentLease.of(installation.agentId(), installation.incarnation());
    pipeline.discardLeftovers();
    recovery
        .settle(() -> changeListener.run())
        .ifPresent(
            run -> {
              current = run;
              execute(run);
            });
    if (current == null) {
      store.loadAll().stream().findFirst().ifPresent(state -> remembered = state);
    }
    oldRuns.start();
  }

  /** A start command. */
  public synchronized void start(StartTraining command) {
    if (!lease.admitsStart(command.agentId(), command.incarnation())) {
      LOG.infof(
          "Start ignored: it is for another agent processId=%s attempt=%d agentId=%s incarnation=%d",
          command.processId(), command.attempt(), command.agentId(), command.incarnation());
      return;
    }
    if (lease.isHeldByOther()) {
      LOG.infof("The machine is this agent's again machineId=%s", command.machineId());
    }
    lease = lease.afterStart(command.agentId(), command.incarnation());
    var known = known(command.processId());
    var decision =
        CommandRules.onStart(
            command.attempt(), known.map(RunSupervisor::knownOf), activeRun().map(Run::known));
    LOG.infof(
        "Start command processId=%s attempt=%d decision=%s",
        command.processId(), command.attempt(), decision);
    switch (decision) {
      case IGNORE_OLDER -> {}
      case REPEAT_REPORT -> repeat(known.orElseThrow());
      case BEGIN -> begin(command);
      case END_ACTIVE_THEN_BEGIN -> {
        current.requestStop(SUPERSEDED_GRACE);
        begin(command);
      }
    }
  }

  /** A stop command. */
  public synchronized void stop(StopTraining command) {
    var known = known(command.processId());
    var decision =
        CommandRules.onStop(
            command.processId(),
            command.attempt(),
            known.map(RunSupervisor::knownOf),
            activeRun().map(Run::known),
            lease.mayAnswer(command.agentId()));
    LOG.infof(
        "Stop command processId=%s attempt=%d decision=%s",
        command.processId(), command.attempt(), decision);
    switch (decision) {
      case REFUSE, IGNORE_OLDER -> {}
      case END_ACTIVE -> current.requestStop(Duration.ofSeconds(command.graceSeconds()));
      case REPEAT_REPORT -> repeat(known.orElseThrow());
      case REPORT_STOPPED -> reportUnknownStopped(command);
    }
  }

  /** Another agent holds the machine: what runs here ends, and nothing begins. */
  public synchronized void standDown(StandDown command) {
    var holder =
        new AgentLease.Holder(command.holderId(), Optional.ofNullable(command.holderHostName()));
    var before = lease;
    lease = lease.afterStandDown(command.agentId(), command.incarnation(), holder);
    if (lease.equals(before)) {
      return;
    }
    LOG.errorf(
        "This machine is held by another agent, so this one ends its run and gets no work. Two agents"
            + " were given the same machine id: register a machine of its own for this one, or end"
            + " the other. machineId=%s holderId=%s holderHost=%s agentId=%s",
        command.machineId(),
        holder.agentId(),
        holder.hostName().orElse("unknown"),
        installation.agentId());
    activeRun().ifPresent(run -> run.endUnheard(SUPERSEDED_GRACE));
    changeListener.run();
  }

  /** Whether the machine is this agent's. */
  public synchronized AgentLease lease() {
    return lease;
  }

  /** What the machine does, or did last; empty when it never did, or another agent holds it. */
  public synchronized Optional<ObservedRun> observed() {
    if (lease.isHeldByOther()) {
      return Optional.empty();
    }
    var state = current != null ? current.journal().state() : remembered;
    return Optional.ofNullable(state).map(known -> known.observed(clock.instant()));
  }

  /** Leaves the run, or ends it if that is configured; returns when it has or the time is over. */
  public void shutdown() throws InterruptedException {
    synchronized (this) {
      activeRun()
          .ifPresent(
              run -> {
                if (config.stopTrainerOnExit()) {
                  run.abandon(SUPERSEDED_GRACE.minusSeconds(1));
                } else {
                  run.leave();
                }
              });
      worker.shutdown();
    }
    oldRuns.stop();
    if (!worker.awaitTermination(SUPERSEDED_GRACE.toSeconds() + 1, TimeUnit.SECONDS)) {
      LOG.warn("A run did not end in time");
    }
  }

  static KnownRun knownOf(RunState state) {
    var report = state.report();
    return new KnownRun(report.processId(), report.attempt(), report.phase());
  }

  private void begin(StartTraining command) {
    // The token says what runs here, and services give nothing for anything else.
    credentials.renew();
    current = new Run(command, pipeline, journalOf(command));
    execute(current);
  }

  private void execute(Run run) {
    worker.execute(
        () -> {
          run.run();
          oldRuns.removeSoon();
        });
  }

  private void repeat(RunState known) {
    publisher.publish(EventType.RUN_REPORT, known.report().processId(), known.report());
  }

  private void reportUnknownStopped(StopTraining command) {
    var report =
        new RunReport(
            command.processId(),
            config.machineId(),
            command.attempt(),
            // Not 1: if this machine's disk was lost, reports of the attempt may have been sent.
            clock.instant().getEpochSecond(),
            RunPhase.STOPPED,
            null,
            "The machine did not have this run.",
            clock.instant(),
            null,
            null);
    // Remembered, so that a start command that comes late does not begin it.
    var ended = RunState.of(report, 0);
    try {
      store.save(ended, true);
    } catch (IOException e) {
      LOG.errorf("A stopped run cannot be kept processId=%s reason=%s", command.processId(), e);
    }
    if (activeRun().isEmpty()) {
      current = null;
      remembered = ended;
    }
    publisher.publish(EventType.RUN_REPORT, command.processId(), report);
    changeListener.run();
  }

  private RunJournal journalOf(StartTraining command) {
    var queued =
        new RunReport(
            command.processId(),
            config.machineId(),
            command.attempt(),
            0,
            RunPhase.LAUNCHING,
            null,
            null,
            clock.instant(),
            null,
            null);
    var journal =
        new RunJournal(
            RunState.of(queued, command.parameters().iterations()),
            false,
            store,
            publisher,
            clock,
            () -> changeListener.run());
    journal.phase(RunPhase.LAUNCHING, null);
    return journal;
  }

  private Optional<RunState> known(UUID processId) {
    if (current != null && current.processId().equals(processId)) {
      return Optional.of(current.journal().state());
    }
    return store.load(processId);
  }

  private synchronized Optional<RunDirectory> activeDirectory() {
    return activeRun().map(run -> store.directory(run.processId()));
  }

  private Optional<Run> activeRun() {
    return Optional.ofNullable(current).filter(Run::isActive);
  }
}
