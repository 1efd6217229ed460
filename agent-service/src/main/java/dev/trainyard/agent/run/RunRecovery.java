package dev.trainyard.agent.run;

import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.trainer.TrainerFiles;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.agent.trainer.TrainerProcess;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.trainer.TrainerMessage;
import dev.trainyard.kit.tracing.TraceContext;
import dev.trainyard.protocol.agent.InterruptedRun;
import dev.trainyard.protocol.agent.LastWord;
import dev.trainyard.protocol.agent.RestartDecision;
import dev.trainyard.protocol.agent.RunRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Finds out what became of runs while there was no agent, and goes on with the newest of them. No
 * trainer stays that nobody follows. For one thread.
 */
@ApplicationScoped
public class RunRecovery {
  private static final Logger LOG = Logger.getLogger(RunRecovery.class);

  private final RunStateStore store;
  private final EventPublisher publisher;
  private final RunPipeline pipeline;
  private final TrainingStep training;
  private final Clock clock;

  RunRecovery(
      RunStateStore store,
      EventPublisher publisher,
      RunPipeline pipeline,
      TrainingStep training,
      Clock clock) {
    this.store = store;
    this.publisher = publisher;
    this.pipeline = pipeline;
    this.training = training;
    this.clock = clock;
  }

  /**
   * Settles every run on disk.
   *
   * @param onReport is told of new reports
   * @return the run that goes on, to be executed by the caller; empty if none does
   */
  Optional<Run> settle(Runnable onReport) {
    var going = new AtomicReference<Run>();
    for (var state : store.loadAll()) {
      var report = state.report();
      TraceContext.run(
          store.trace(report.processId(), report.attempt()), () -> settle(state, going, onReport));
    }
    var goingOn = Optional.ofNullable(going.get());
    var followed = goingOn.map(Run::processId);
    for (var directory : store.directories()) {
      if (followed.filter(id -> directory.root().endsWith(id.toString())).isEmpty()) {
        training.endStrays(directory);
      }
    }
    store.prune();
    return goingOn;
  }

  private void settle(RunState state, AtomicReference<Run> going, Runnable onReport) {
    var journal = new RunJournal(state, true, store, publisher, clock, onReport);
    journal.republish(undeliveredMeasurements(state));
    if (state.isFinal()) {
      return;
    }
    // The machine works on one run: of several only the newest was not to end.
    var run = going.get() != null ? Optional.<Run>empty() : goOn(state, journal);
    run.ifPresentOrElse(going::set, () -> end(state, journal));
  }

  private Optional<Run> goOn(RunState state, RunJournal journal) {
    var report = state.report();
    var command = store.command(report.processId(), report.attempt());
    Optional<TrainerProcess> trainer = Optional.empty();
    var word = LastWord.NONE;
    try {
      var files = launchOf(state);
      if (files.isPresent()) {
        trainer = Optional.of(training.attach(files.get()));
        word = lastWord(state, files.get());
      }
    } catch (IOException e) {
      LOG.warnf(
          "A run's trainer cannot be looked at processId=%s reason=%s",
          report.processId(), Retry.reasonOf(e));
    }
    var decision =
        RunRules.onRestart(
            new InterruptedRun(
                report.phase(),
                command.isPresent(),
                trainer.isPresent(),
                trainer.filter(TrainerProcess::isAlive).isPresent(),
                word,
                command.map(StartTraining::parameters).isPresent()
                    && command.get().parameters().resumeAfterCrash(),
                state.resumes(),
                state.relaunches()));
    LOG.infof(
        "A run was left by an earlier agent processId=%s attempt=%d phase=%s decision=%s",
        report.processId(), report.attempt(), report.phase(), decision);
    if (command.isEmpty()) {
      return Optional.empty();
    }
    if (decision == RestartDecision.LAUNCH_AGAIN && trainer.isEmpty()) {
      journal.relaunchingUnheard();
    }
    var run = new Run(command.get(), pipeline, journal, decision, trainer);
    if (report.phase() == RunPhase.STOPPING) {
      run.goOnStopping(state.graceLeft(clock.instant()));
    }
    return Optional.of(run);
  }

  /** A run that cannot go on, or whose place a newer one has taken. */
  private void end(RunState state, RunJournal journal) {
    var report = state.report();
    var directory = store.directory(report.processId());
    training.endStrays(directory);
    if (report.phase() == RunPhase.STOPPING) {
      journal.stopped(null);
      return;
    }
    journal.failed(
        null,
        new Failure(
            FailureCause.AGENT_RESTARTED,
            "The agent on the machine was restarted during the run, and cannot go on with it."
                + " Start the process again: it goes on from the last checkpoint.",
            TrainerLog.tailOf(directory.log(report.attempt()))));
  }

  /** The launch whose end is not dealt with; empty when its trainer was never made. */
  private Optional<TrainerFiles> launchOf(RunState state) {
    return Optional.ofNullable(state.trainer())
        .map(trainer -> files(state, trainer.launch()))
        .filter(files -> Files.exists(files.identity()));
  }

  private LastWord lastWord(RunState state, TrainerFiles files) throws IOException {
    var said =
        state.trainer().last() != null
            ? Optional.of(state.trainer().last())
            : training.lastWord(files, state.trainer().offset());
    if (said.isEmpty()) {
      return LastWord.NONE;
    }
    if (said.get() instanceof TrainerMessage.Result) {
      return LastWord.RESULT;
    }
    return said.get() instanceof TrainerMessage.Stopped ? LastWord.STOPPED : LastWord.FAILURE;
  }

  private List<MetricPoint> undeliveredMeasurements(RunState state) {
    var left = state.undelivered();
    var missing = state.metricsSequence() - left.metricsSequence();
    var points = new ArrayList<MetricPoint>();
    try {
      for (int launch = Math.max(1, left.launch());
          launch <= state.launches() && points.size() < missing;
          launch++) {
        var offset = launch == left.launch() ? left.offset() : 0;
        points.addAll(training.measurements(files(state, launch), offset));
      }
    } catch (IOException e) {
      LOG.warnf(
          "Measurements that Kafka may not have cannot be read processId=%s reason=%s",
          state.report().processId(), Retry.reasonOf(e));
    }
    return points.subList(0, (int) Math.min(points.size(), missing));
  }

  private TrainerFiles files(RunState state, int launch) {
    var report = state.report();
    return store.directory(report.processId()).trainer(report.attempt(), launch);
  }
}
