package dev.trainyard.agent.run;

import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.model.UploadTimes;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.trainer.TrainerCommand;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.agent.trainer.TrainerProcess;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.trainer.TrainerMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Starts a trainer, relays what it says, and judges how it ended. Thread-safe. */
@ApplicationScoped
class TrainingStep {
  private static final Logger LOG = Logger.getLogger(TrainingStep.class);
  private static final int EXIT_CODE_OF_SIGKILL = 128 + 9;

  private final TrainerCommand command;
  private final LenientJson json;
  private final EventPublisher publisher;
  private final UploadTimes uploads;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            var thread = new Thread(task, "trainer-timer");
            thread.setDaemon(true);
            return thread;
          });

  TrainingStep(
      TrainerCommand command,
      LenientJson json,
      EventPublisher publisher,
      UploadTimes uploads,
      Clock clock) {
    this.command = command;
    this.json = json;
    this.publisher = publisher;
    this.uploads = uploads;
    this.clock = clock;
  }

  /**
   * Trains.
   *
   * @return the trainer's result; its archive exists
   * @throws RunFailedException if the trainer fails, crashes or cannot be started
   * @throws InterruptedException if the run was told to end
   */
  TrainerMessage.Result train(
      StartTraining run, RunDirectory directory, LaunchProgress progress, RunControl control)
      throws RunFailedException, InterruptedException {
    try (var log =
        new TrainerLog(
            publisher, clock, run.processId(), run.attempt(), directory.log(run.attempt()))) {
      var flusher = timer.scheduleWithFixedDelay(log::flush, 1, 1, TimeUnit.SECONDS);
      try {
        var trainer =
            TrainerProcess.start(
                command.forSpecification(directory.specification()),
                TrainerCommand.environment(System.getenv()),
                directory.root(),
                log,
                json,
                timer);
        control.trainerStarted(trainer);
        progress.journal().trainerStarted(trainer.identity());
        var ending = trainer.follow(relay(progress));
        control.trainerEnded();
        return resultOf(ending, directory, log);
      } finally {
        flusher.cancel(false);
      }
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.INTERNAL,
          "The trainer cannot be started on the machine: %s. Check the agent's settings."
              .formatted(Retry.reasonOf(e)),
          e);
    }
  }

  private Consumer<TrainerMessage> relay(LaunchProgress progress) {
    return message -> {
      if (message instanceof TrainerMessage.Stage stage && stage.stage() != null) {
        progress.done(stage.stage());
      } else if (message instanceof TrainerMessage.Notice notice) {
        progress.journal().notice(notice.message());
      } else if (message instanceof TrainerMessage.Metrics metrics && metrics.point() != null) {
        progress.journal().measured(uploads.addedTo(metrics.point()));
      } else if (message instanceof TrainerMessage.Checkpoint checkpoint) {
        LOG.debugf("Checkpoint iteration=%d", checkpoint.iteration());
      }
    };
  }

  private static TrainerMessage.Result resultOf(
      TrainerProcess.Ending ending, RunDirectory directory, TrainerLog log)
      throws RunFailedException {
    var last = ending.last().orElse(null);
    if (last instanceof TrainerMessage.Result result) {
      if (!Files.isRegularFile(directory.modelArchive())) {
        throw new RunFailedException(
            FailureCause.TRAINER_CRASHED,
            "The trainer said that it is done but wrote no model archive.",
            log.tail());
      }
      return result;
    }
    if (last instanceof TrainerMessage.Failure failure) {
      var tail = new ArrayList<>(log.tail());
      if (failure.details() != null) {
        tail.addAll(failure.details());
      }
      var shown = tail.subList(Math.max(0, tail.size() - 50), tail.size());
      throw new RunFailedException(
          failure.cause() == null ? FailureCause.INTERNAL : failure.cause(),
          failure.message() == null ? "The trainer failed." : failure.message(),
          shown);
    }
    throw new RunFailedException(
        FailureCause.TRAINER_CRASHED, crashMessage(last, ending.exitCode()), log.tail());
  }

  private static String crashMessage(TrainerMessage last, int exitCode) {
    if (last instanceof TrainerMessage.Stopped) {
      return "The trainer stopped though nobody asked it to. Start the process again: it goes on"
          + " from the last checkpoint.";
    }
    if (exitCode == EXIT_CODE_OF_SIGKILL) {
      return "The trainer was killed from outside, most often because the machine ran out of"
          + " memory. Try a smaller batch or image size, then start the process again.";
    }
    return "The trainer ended without a result, exit code %d. The log's last lines say why."
        .formatted(exitCode);
  }
}
