package dev.trainyard.agent.run;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.trainer.TrainerProcess;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.kit.tracing.TraceContext;
import dev.trainyard.protocol.agent.KnownRun;
import dev.trainyard.protocol.agent.RestartDecision;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** One attempt of a process on this machine, from the start command to its final report. */
final class Run implements Runnable {
  private static final Logger LOG = Logger.getLogger(Run.class);

  private final StartTraining command;
  private final RunPipeline pipeline;
  private final RunJournal journal;
  private final RestartDecision entry;
  private final Optional<TrainerProcess> attached;
  private final RunControl control;

  /** The trace in which the run was begun: all that it does later is of the same one. */
  private final String traceparent = TraceContext.traceparent().orElse(null);

  /** A run that begins. */
  Run(StartTraining command, RunPipeline pipeline, RunJournal journal) {
    this(command, pipeline, journal, RestartDecision.LAUNCH_AGAIN, Optional.empty());
  }

  /**
   * A run that goes on.
   *
   * @param entry where it goes on
   * @param attached its trainer, dead or alive; empty if there was none
   */
  Run(
      StartTraining command,
      RunPipeline pipeline,
      RunJournal journal,
      RestartDecision entry,
      Optional<TrainerProcess> attached) {
    this.command = command;
    this.pipeline = pipeline;
    this.journal = journal;
    this.entry = entry;
    this.attached = attached;
    this.control = new RunControl(attached);
  }

  RunJournal journal() {
    return journal;
  }

  UUID processId() {
    return command.processId();
  }

  KnownRun known() {
    return RunSupervisor.knownOf(journal.state());
  }

  boolean isActive() {
    return !journal.state().isFinal();
  }

  /** Asks the run to end as STOPPED within the grace period. */
  void requestStop(Duration grace) {
    journal.stopping(grace);
    control.requestStop(grace);
  }

  /** Goes on with a stop that an earlier life of the agent was asked for. */
  void goOnStopping(Duration grace) {
    control.requestStop(grace);
  }

  /** Ends the run, and nobody is told: another agent speaks for the machine. */
  void endUnheard(Duration grace) {
    journal.goUnheard();
    requestStop(grace);
  }

  /** Ends the trainer without a word about the run: the agent itself ends. */
  void abandon(Duration grace) {
    journal.silence();
    control.requestStop(grace);
  }

  /** Leaves the run to the next life of the agent. */
  void leave() {
    journal.silence();
    control.leave();
  }

  @Override
  public void run() {
    TraceContext.run(traceparent, this::runTraced);
  }

  private void runTraced() {
    var fromTheStart = attached.isEmpty() && entry == RestartDecision.LAUNCH_AGAIN;
    var progress = new LaunchProgress(journal, fromTheStart ? null : journal.state().stage());
    try {
      pipeline.keep(command, journal);
      control.begin();
      var modelId = pipeline.execute(command, progress, control, entry, attached);
      control.end();
      journal.succeeded(modelId);
      pipeline.discardWork(command);
    } catch (InterruptedException e) {
      control.end();
      journal.stopped(null);
    } catch (RunFailedException e) {
      control.end();
      end(progress, new Failure(e.reason(), e.getMessage(), e.logTail()), e);
    } catch (Throwable e) {
      // An Error too, such as too little memory: the run must not stay without an end.
      control.end();
      LOG.errorf(e, "Run failed unexpectedly processId=%s", command.processId());
      end(
          progress,
          new Failure(
              FailureCause.INTERNAL,
              "The agent failed: %s. Its log says more."
                  .formatted(e instanceof Error ? e.toString() : Retry.reasonOf(e)),
              null),
          e);
    }
  }

  private void end(LaunchProgress progress, Failure failure, Throwable cause) {
    if (control.stopRequested()) {
      journal.stopped("Ended while it was being stopped: " + failure.message());
      return;
    }
    LOG.warnf(
        cause.getCause(),
        "Run failed processId=%s attempt=%d cause=%s",
        command.processId(),
        command.attempt(),
        failure.cause());
    LaunchStage stage = progress.stageInWork().orElse(null);
    journal.failed(stage, failure);
  }
}
