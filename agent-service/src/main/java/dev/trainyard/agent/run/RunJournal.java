package dev.trainyard.agent.run;

import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.trainer.TrainerMessage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * What happens in a run: numbered, kept on disk, published, in one order. Nothing follows a final
 * report, after a stop request the phase does not go back, and a launch stage is reported once,
 * however often the run is launched. Thread-safe.
 */
public final class RunJournal {
  private static final Logger LOG = Logger.getLogger(RunJournal.class);

  private final RunStateStore store;
  private final EventPublisher publisher;
  private final Clock clock;
  private final Runnable onReport;
  private RunState state;
  private boolean kept;
  private Voice voice = Voice.HEARD;

  private enum Voice {
    HEARD,
    /** Kept on disk, but nobody is told: another agent speaks for the machine. */
    UNHEARD,
    /** Neither: the agent ends, and the next one finds out what became of the run. */
    SILENT
  }

  /** What a measurement's delivery says: its sequence, and where the next one is found. */
  @FunctionalInterface
  private interface MetricsDelivery {
    void done(long sequence, int launch, long offset);
  }

  /**
   * @param kept whether the run is on disk already, and not one that waits for its turn
   */
  RunJournal(
      RunState initial,
      boolean kept,
      RunStateStore store,
      EventPublisher publisher,
      Clock clock,
      Runnable onReport) {
    this.state = initial;
    this.kept = kept;
    this.store = store;
    this.publisher = publisher;
    this.clock = clock;
    this.onReport = onReport;
  }

  public synchronized RunState state() {
    return state;
  }

  /** It is the run's turn: from now on it is on disk, in place of an earlier attempt. */
  synchronized void keep() {
    if (!kept && voice != Voice.SILENT) {
      kept = true;
      save(true);
    }
  }

  /** What is told from now on is of this run. */
  void begin(StartTraining command) {
    publisher.beginRun(command.processId(), command.tenant());
  }

  /** A launch stage is done. */
  public synchronized void stageDone(LaunchStage stage) {
    if (!state.hasReached(stage)) {
      var phase = stage == LaunchStage.RUN_STARTED ? RunPhase.TRAINING : RunPhase.LAUNCHING;
      report(phase, stage, null, null, null);
    }
  }

  /** The run goes on, in this phase. */
  public synchronized void phase(RunPhase phase, String message) {
    report(phase, null, message, null, null);
  }

  /** Something the user should know. */
  public synchronized void notice(String message) {
    report(state.report().phase(), null, message, null, null);
  }

  public synchronized void succeeded(UUID modelId) {
    report(RunPhase.SUCCEEDED, null, null, modelId, null);
  }

  /**
   * The run failed.
   *
   * @param stage the launch stage that failed; null after the launch
   */
  public synchronized void failed(LaunchStage stage, Failure failure) {
    report(RunPhase.FAILED, stage, failure.message(), null, failure);
  }

  public synchronized void stopped(String message) {
    report(RunPhase.STOPPED, null, message, null, null);
  }

  /** The run was told to end; a trainer is killed after the grace. */
  synchronized void stopping(Duration grace) {
    state = state.stoppingBy(clock.instant().plus(grace), grace);
    report(RunPhase.STOPPING, null, null, null, null);
  }

  /** One row of measurements. */
  public synchronized void measured(MetricPoint point) {
    if (voice == Voice.SILENT || state.isFinal()) {
      return;
    }
    state = state.with(point);
    save(false);
    publish(point, state.metricsSequence(), this::metricsDelivered);
  }

  /**
   * A trainer has said something: what that does is kept in one write with how far it was listened
   * to, so that a restarted agent neither misses nor repeats it.
   *
   * @param offset where its next message begins
   */
  synchronized void heard(TrainerMessage message, long offset, Runnable effect) {
    if (voice == Voice.SILENT || state.trainer() == null) {
      return;
    }
    state = state.heard().with(state.trainer().heardTo(offset));
    effect.run();
  }

  /** A trainer has said its last word. */
  synchronized void lastWord(TrainerMessage word) {
    if (state.trainer() != null) {
      state = state.with(state.trainer().saying(word));
      save(true);
    }
  }

  /** A trainer is about to begin; returns which launch of the attempt it is. */
  synchronized int launching() {
    state = state.launching();
    save(true);
    return state.launches();
  }

  /** The trainer is dead, and another follows; so far that was because of so many crashes. */
  synchronized void relaunching(int resumes, String message) {
    state = state.relaunching(resumes);
    report(state.report().phase(), null, message, null, null);
  }

  /** The agent was restarted before a trainer said anything, and launches the run again. */
  synchronized void relaunchingUnheard() {
    state = state.relaunchedUnheard();
    save(true);
  }

  /** The broker has the log so far. */
  synchronized void logDelivered(TrainerLog.Position position) {
    if (voice != Voice.SILENT) {
      state = state.with(position);
      save(false);
    }
  }

  /** Publishes the newest report again, for one who has missed it. */
  public synchronized void repeat() {
    if (voice == Voice.HEARD) {
      publisher.publish(EventType.RUN_REPORT, state.report().processId(), state.report());
    }
  }

  /**
   * Publishes again what an earlier life of the agent may not have delivered.
   *
   * @param messages the trainers' measurements after the newest delivered one, in order
   */
  synchronized void republish(List<MetricPoint> messages) {
    var left = state.undelivered();
    left.reports().forEach(this::publish);
    for (int i = 0; i < messages.size(); i++) {
      // Only the last one's place in the messages is known.
      var isLast = i == messages.size() - 1;
      publish(
          messages.get(i),
          left.metricsSequence() + i + 1,
          isLast ? this::metricsDelivered : (sequence, launch, offset) -> {});
    }
  }

  /** The agent ends: whatever happens to the run now is found out at the next start. */
  synchronized void silence() {
    voice = Voice.SILENT;
  }

  /** Another agent holds the machine and speaks for it. */
  synchronized void goUnheard() {
    if (voice == Voice.HEARD) {
      voice = Voice.UNHEARD;
    }
  }

  private void report(
      RunPhase phase, LaunchStage stage, String message, UUID modelId, Failure failure) {
    if (voice == Voice.SILENT || state.isFinal()) {
      return;
    }
    var last = state.report();
    var effective =
        last.phase() == RunPhase.STOPPING && !phase.isFinal() ? RunPhase.STOPPING : phase;
    var next =
        new RunReport(
            last.processId(),
            last.machineId(),
            last.attempt(),
            last.sequence() + 1,
            effective,
            stage,
            message,
            clock.instant(),
            modelId,
            failure);
    state = state.with(next);
    save(true);
    publish(next);
    LOG.infof(
        "Run report processId=%s attempt=%d sequence=%d phase=%s stage=%s message=%s",
        next.processId(), next.attempt(), next.sequence(), effective, stage, message);
    onReport.run();
  }

  private void publish(RunReport report) {
    if (voice == Voice.HEARD) {
      publisher.publish(
          EventType.RUN_REPORT,
          report.processId(),
          report,
          () -> delivered(left -> left.withoutReportsTo(report.sequence())));
    }
  }

  private void publish(MetricPoint point, long sequence, MetricsDelivery onDelivered) {
    if (voice != Voice.HEARD) {
      return;
    }
    var trainer = state.trainer();
    int launch = trainer == null ? state.launches() + 1 : trainer.launch();
    long offset = trainer == null ? 0 : trainer.offset();
    var report = state.report();
    publisher.publish(
        EventType.METRICS_REPORTED,
        report.processId(),
        new MetricsReported(
            report.processId(), report.machineId(), report.attempt(), sequence, List.of(point)),
        () -> onDelivered.done(sequence, launch, offset));
  }

  private void metricsDelivered(long sequence, int launch, long offset) {
    delivered(left -> left.withoutMetricsTo(sequence, launch, offset));
  }

  /** Kept with the next change, or now if there will be none. */
  private synchronized void delivered(UnaryOperator<Undelivered> change) {
    state = state.with(change.apply(state.undelivered()));
    if (state.isFinal() && voice != Voice.SILENT) {
      save(false);
    }
  }

  private void save(boolean durable) {
    if (!kept) {
      return;
    }
    try {
      store.save(state, durable);
    } catch (IOException e) {
      // The report still goes out; a full disk must not hide the reason why a run fails.
      LOG.errorf(
          "The run's state cannot be kept processId=%s reason=%s", state.report().processId(), e);
    }
  }
}
