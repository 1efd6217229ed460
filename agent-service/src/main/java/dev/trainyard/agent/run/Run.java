package dev.trainyard.agent.run;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.StartTraining;
import java.time.Duration;
import org.jboss.logging.Logger;

/** One attempt of a process on this machine, from the start command to its final report. */
final class Run implements Runnable {
  private static final Logger LOG = Logger.getLogger(Run.class);

  private final StartTraining command;
  private final RunPipeline pipeline;
  private final RunJournal journal;
  private final RunControl control = new RunControl();

  Run(StartTraining command, RunPipeline pipeline, RunJournal journal) {
    this.command = command;
    this.pipeline = pipeline;
    this.journal = journal;
  }

  RunJournal journal() {
    return journal;
  }

  /** Asks the run to end as STOPPED within the grace period. */
  void requestStop(Duration grace) {
    journal.phase(RunPhase.STOPPING, null);
    control.requestStop(grace);
  }

  /** Ends the run without a word: the agent itself ends. */
  void abandon(Duration grace) {
    journal.silence();
    control.requestStop(grace);
  }

  @Override
  public void run() {
    var progress = new LaunchProgress(journal);
    try {
      control.begin();
      var modelId = pipeline.execute(command, progress, control);
      control.end();
      journal.succeeded(modelId);
      pipeline.discardWork(command);
    } catch (InterruptedException e) {
      control.end();
      journal.stopped(null);
    } catch (RunFailedException e) {
      control.end();
      end(progress, new Failure(e.reason(), e.getMessage(), e.logTail()), e);
    } catch (RuntimeException e) {
      control.end();
      LOG.errorf(e, "Run failed unexpectedly processId=%s", command.processId());
      end(
          progress,
          new Failure(
              FailureCause.INTERNAL,
              "The agent failed: " + Retry.reasonOf(e) + ". Its log says more.",
              null),
          e);
    }
  }

  private void end(LaunchProgress progress, Failure failure, Exception cause) {
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
