package dev.trainyard.agent.run;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Decides what a command does. At most one run works at a time; the newest accepted start wins, and
 * what ran before it ends first. {@code attempt} fences: a command of an older attempt does
 * nothing, a second one of the same attempt only repeats the newest report. Thread-safe.
 */
@ApplicationScoped
public class RunSupervisor {
  private static final Logger LOG = Logger.getLogger(RunSupervisor.class);

  /** What a run gets to end when another takes its place or the agent ends. */
  private static final Duration SUPERSEDED_GRACE = Duration.ofSeconds(8);

  private final UUID machineId;
  private final RunStateStore store;
  private final RunPipeline pipeline;
  private final EventPublisher publisher;
  private final Clock clock;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            var thread = new Thread(task, "run");
            thread.setDaemon(true);
            return thread;
          });

  private volatile Runnable changeListener = () -> {};

  /** The run in work, or the last one; null before the first of this agent's life. */
  private Run current;

  /** What the newest run of an earlier life of the agent ended as; null without one. */
  private RunState remembered;

  RunSupervisor(
      AgentConfig config,
      RunStateStore store,
      RunPipeline pipeline,
      EventPublisher publisher,
      Clock clock) {
    this.machineId = config.machineId();
    this.store = store;
    this.pipeline = pipeline;
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Is told, on any thread, whenever there is a new report. */
  public void onChange(Runnable listener) {
    changeListener = listener;
  }

  /** Ends what an earlier life of the agent left; called once, before the first command. */
  public synchronized void recover(RunRecovery recovery) {
    store.loadAll().stream().filter(state -> !state.isFinal()).forEach(recovery::endLost);
    store.loadAll().stream().findFirst().ifPresent(state -> remembered = state);
  }

  /** A start command. */
  public synchronized void start(StartTraining command) {
    var known = known(command.processId());
    if (known.isPresent()) {
      var report = known.get().report();
      if (report.attempt() > command.attempt()) {
        LOG.infof(
            "Start ignored: a newer attempt is known processId=%s attempt=%d known=%d",
            command.processId(), command.attempt(), report.attempt());
        return;
      }
      if (report.attempt() == command.attempt()) {
        LOG.infof(
            "Start repeated: the attempt is known processId=%s attempt=%d phase=%s",
            command.processId(), command.attempt(), report.phase());
        publisher.publish(EventType.RUN_REPORT, command.processId(), report);
        return;
      }
    }
    if (isActive()) {
      LOG.infof("A newer run takes the place of this one newProcessId=%s", command.processId());
      if (processOf(current).equals(command.processId())) {
        current.journal().leaveFileToSuccessor();
      }
      current.requestStop(SUPERSEDED_GRACE);
    }
    current = new Run(command, pipeline, journalOf(command));
    worker.execute(current);
  }

  /** A stop command. */
  public synchronized void stop(StopTraining command) {
    if (isActive() && processOf(current).equals(command.processId())) {
      if (current.journal().state().report().attempt() <= command.attempt()) {
        current.requestStop(Duration.ofSeconds(command.graceSeconds()));
      } else {
        LOG.infof(
            "Stop ignored: a newer attempt runs processId=%s attempt=%d",
            command.processId(), command.attempt());
      }
      return;
    }
    var known = known(command.processId());
    if (known.isPresent() && known.get().report().attempt() >= command.attempt()) {
      publisher.publish(EventType.RUN_REPORT, command.processId(), known.get().report());
      return;
    }
    reportUnknownStopped(command);
  }

  /** What the machine does, or did last; empty when it never did anything. */
  public synchronized Optional<ObservedRun> observed() {
    var state = current != null ? current.journal().state() : remembered;
    return Optional.ofNullable(state).map(known -> known.observed(clock.instant()));
  }

  /** Ends the run because the agent ends; returns when it has or the time is over. */
  public void shutdown() throws InterruptedException {
    synchronized (this) {
      if (isActive()) {
        current.abandon(SUPERSEDED_GRACE.minusSeconds(1));
      }
      worker.shutdown();
    }
    if (!worker.awaitTermination(SUPERSEDED_GRACE.toSeconds() + 1, TimeUnit.SECONDS)) {
      LOG.warn("A run did not end in time");
    }
  }

  private void reportUnknownStopped(StopTraining command) {
    var report =
        new RunReport(
            command.processId(),
            machineId,
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
    } catch (java.io.IOException e) {
      LOG.errorf("A stopped run cannot be kept processId=%s reason=%s", command.processId(), e);
    }
    if (!isActive()) {
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
            machineId,
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
            store,
            publisher,
            clock,
            () -> changeListener.run());
    journal.phase(RunPhase.LAUNCHING, null);
    return journal;
  }

  private Optional<RunState> known(UUID processId) {
    if (current != null && processOf(current).equals(processId)) {
      return Optional.of(current.journal().state());
    }
    return store.load(processId);
  }

  private boolean isActive() {
    return current != null && !current.journal().state().isFinal();
  }

  private static UUID processOf(Run run) {
    return run.journal().state().report().processId();
  }
}
