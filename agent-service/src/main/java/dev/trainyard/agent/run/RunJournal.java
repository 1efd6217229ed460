package dev.trainyard.agent.run;

import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.trainer.TrainerIdentity;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * What happens in a run: numbered, kept on disk, published, in one order. Nothing follows a final
 * report, and after a stop request the phase does not go back. Thread-safe.
 */
public final class RunJournal {
  private static final Logger LOG = Logger.getLogger(RunJournal.class);

  private final RunStateStore store;
  private final EventPublisher publisher;
  private final Clock clock;
  private final Runnable onReport;
  private RunState state;
  private boolean kept = true;
  private boolean silent;

  RunJournal(
      RunState initial,
      RunStateStore store,
      EventPublisher publisher,
      Clock clock,
      Runnable onReport) {
    this.state = initial;
    this.store = store;
    this.publisher = publisher;
    this.clock = clock;
    this.onReport = onReport;
  }

  public synchronized RunState state() {
    return state;
  }

  /** A launch stage is done. */
  public void stageDone(LaunchStage stage) {
    var phase = stage == LaunchStage.RUN_STARTED ? RunPhase.TRAINING : RunPhase.LAUNCHING;
    report(phase, stage, null, null, null);
  }

  /** The run goes on, in this phase. */
  public void phase(RunPhase phase, String message) {
    report(phase, null, message, null, null);
  }

  /** Something the user should know. */
  public synchronized void notice(String message) {
    report(state.report().phase(), null, message, null, null);
  }

  public void succeeded(UUID modelId) {
    report(RunPhase.SUCCEEDED, null, null, modelId, null);
  }

  /**
   * The run failed.
   *
   * @param stage the launch stage that failed; null after the launch
   */
  public void failed(LaunchStage stage, Failure failure) {
    report(RunPhase.FAILED, stage, failure.message(), null, failure);
  }

  public void stopped(String message) {
    report(RunPhase.STOPPED, null, message, null, null);
  }

  /** One row of measurements. */
  public synchronized void measured(MetricPoint point) {
    if (silent || state.isFinal()) {
      return;
    }
    state = state.with(point);
    save(false);
    var report = state.report();
    publisher.publish(
        EventType.METRICS_REPORTED,
        report.processId(),
        new MetricsReported(
            report.processId(),
            report.machineId(),
            report.attempt(),
            state.metricsSequence(),
            List.of(point)));
  }

  /** The trainer runs as this process; kept so that a restarted agent can find it. */
  public synchronized void trainerStarted(TrainerIdentity trainer) {
    state = state.with(trainer);
    save(true);
  }

  /** Publishes the newest report again, for one who has missed it. */
  public synchronized void repeat() {
    publisher.publish(EventType.RUN_REPORT, state.report().processId(), state.report());
  }

  /** Another attempt owns the file from now on; reports go on. */
  synchronized void leaveFileToSuccessor() {
    kept = false;
  }

  /** The agent ends: whatever happens to the run now is found out at the next start. */
  synchronized void silence() {
    silent = true;
  }

  private void report(
      RunPhase phase, LaunchStage stage, String message, UUID modelId, Failure failure) {
    synchronized (this) {
      if (silent || state.isFinal()) {
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
      publisher.publish(EventType.RUN_REPORT, next.processId(), next);
      LOG.infof(
          "Run report processId=%s attempt=%d sequence=%d phase=%s stage=%s message=%s",
          next.processId(), next.attempt(), next.sequence(), effective, stage, message);
    }
    onReport.run();
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
