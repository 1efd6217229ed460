package dev.trainyard.agent.run;

import dev.trainyard.agent.AgentConfig;
import dev.trainyard.agent.failure.RunFailedException;
import dev.trainyard.agent.platform.LenientJson;
import dev.trainyard.agent.platform.Retry;
import dev.trainyard.agent.publishing.EventPublisher;
import dev.trainyard.agent.storage.FreeSpace;
import dev.trainyard.agent.trainer.LineLimiter;
import dev.trainyard.agent.trainer.TrainerCommand;
import dev.trainyard.agent.trainer.TrainerFiles;
import dev.trainyard.agent.trainer.TrainerIdentity;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.agent.trainer.TrainerMessages;
import dev.trainyard.agent.trainer.TrainerProcess;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.trainer.TrainerMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jboss.logging.Logger;

/** Starts a trainer, relays what it says, and judges how it ended. Thread-safe. */
@ApplicationScoped
class TrainingStep {
  private static final Logger LOG = Logger.getLogger(TrainingStep.class);

  private final TrainerCommand command;
  private final LenientJson json;
  private final EventPublisher publisher;
  private final TrainerRelay relay;
  private final FreeSpace space;
  private final Clock clock;
  private final Duration longestSilence;
  private final int logLinesPerSecond;
  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(
          2,
          task -> {
            var thread = new Thread(task, "trainer-timer");
            thread.setDaemon(true);
            return thread;
          });

  TrainingStep(
      AgentConfig config,
      TrainerCommand command,
      LenientJson json,
      EventPublisher publisher,
      TrainerRelay relay,
      FreeSpace space,
      Clock clock) {
    this.command = command;
    this.json = json;
    this.publisher = publisher;
    this.relay = relay;
    this.space = space;
    this.clock = clock;
    this.longestSilence = config.trainerStallTimeout();
    this.logLinesPerSecond = config.logLinesPerSecond();
  }

  /**
   * Launches a trainer.
   *
   * @param inputs what it reads beside its specification
   * @return how it ended
   * @throws RunFailedException if it cannot be started
   * @throws InterruptedException if the run was told to end
   */
  TrainerProcess.Ending launch(
      StartTraining run,
      RunDirectory directory,
      List<Path> inputs,
      LaunchProgress progress,
      RunControl control)
      throws RunFailedException, InterruptedException {
    try {
      var files = directory.trainer(run.attempt(), progress.journal().launching());
      var trainer =
          TrainerProcess.prepare(
              command.forSpecification(directory.specification(), files.temporary()),
              command.environment(System.getenv(), files.temporary()),
              files,
              json,
              timer);
      command
          .access()
          .handOver(directory.root(), directory.specification(), directory.work(), files, inputs);
      control.trainerStarted(trainer);
      trainer.begin();
      return follow(trainer, run, directory, progress, Duration.ZERO);
    } catch (IOException e) {
      var shortage = shortage(directory, List.of());
      if (shortage.isPresent()) {
        throw shortage.get();
      }
      throw new RunFailedException(
          FailureCause.INTERNAL,
          "The trainer cannot be started on the machine: %s. Check the agent's settings."
              .formatted(Retry.reasonOf(e)),
          e);
    }
  }

  /**
   * Relays what a trainer says that an earlier life of the agent has started.
   *
   * @return how it ended
   * @throws RunFailedException if what it says cannot be read
   * @throws InterruptedException if the agent leaves the run
   */
  TrainerProcess.Ending follow(
      TrainerProcess trainer, StartTraining run, RunDirectory directory, LaunchProgress progress)
      throws RunFailedException, InterruptedException {
    var logged = progress.journal().state().log().at();
    var away = logged == null ? Duration.ZERO : Duration.between(logged, clock.instant());
    return follow(trainer, run, directory, progress, away);
  }

  private TrainerProcess.Ending follow(
      TrainerProcess trainer,
      StartTraining run,
      RunDirectory directory,
      LaunchProgress progress,
      Duration away)
      throws RunFailedException, InterruptedException {
    var journal = progress.journal();
    var state = journal.state();
    var log =
        new TrainerLog(
            publisher,
            clock,
            new TrainerLog.Source(
                run.processId(), run.machineId(), run.attempt(), directory.log(run.attempt())),
            state.log(),
            new LineLimiter(logLinesPerSecond, away, System::nanoTime),
            journal::logDelivered);
    try (var listening = relay.listen(progress, state.hasReached(LaunchStage.RUN_STARTED))) {
      var ending =
          trainer.follow(
              (message, offset) -> journal.heard(message, offset, () -> listening.take(message)),
              state.trainer() == null ? 0 : state.trainer().offset(),
              Optional.ofNullable(state.trainer()).map(TrainerState::last),
              log,
              longestSilence);
      command.access().endAll();
      return ending;
    } catch (IOException e) {
      throw new RunFailedException(
          FailureCause.STORAGE_ERROR,
          "What the trainer says cannot be read from the machine's disk: %s. Look at %s."
              .formatted(Retry.reasonOf(e), directory.root()),
          e);
    }
  }

  /** The trainer of this launch, which an earlier life of the agent has started. */
  TrainerProcess attach(TrainerFiles files) throws IOException {
    return TrainerProcess.attach(files, TrainerIdentity.read(files, json), json, timer);
  }

  /** What the trainer of this launch said at the end, beyond the offset. */
  Optional<TrainerMessage> lastWord(TrainerFiles files, long offset) throws IOException {
    return TrainerMessages.lastWord(files, offset, json);
  }

  /** The measurements in a launch's messages, beyond the offset. */
  List<MetricPoint> measurements(TrainerFiles files, long offset) throws IOException {
    return TrainerMessages.measurements(files, offset, json);
  }

  /**
   * A disk that is too full for a run; empty when it is not, or cannot be asked.
   *
   * @param logTail what to show with it
   */
  Optional<RunFailedException> shortage(RunDirectory directory, List<String> logTail) {
    try {
      return space
          .shortageIn(directory.root())
          .map(what -> new RunFailedException(FailureCause.STORAGE_ERROR, what, logTail));
    } catch (IOException e) {
      LOG.warnf("The disk cannot be asked for its free space reason=%s", e);
      return Optional.empty();
    }
  }

  /** What a run fails with because its trainer died and is not started again. */
  RunFailedException failureOf(
      TrainerProcess.Ending ending, StartTraining run, RunDirectory directory) {
    return TrainerDeath.failure(ending, TrainerLog.tailOf(directory.log(run.attempt())));
  }

  /** Ends all that an earlier launch has left, before the files of a run are touched. */
  void endAll(RunDirectory directory) {
    endStrays(directory);
    command.access().endAll();
  }

  /** Kills every trainer of a run that still lives, whichever attempt or launch it is of. */
  void endStrays(RunDirectory directory) {
    try {
      for (var files : directory.trainers()) {
        var identity = TrainerIdentity.read(files, json);
        if (identity.isAlive()) {
          LOG.warnf("A trainer that nobody follows is killed folder=%s", files.folder());
        }
        identity.killGroup(files);
      }
    } catch (IOException e) {
      LOG.warnf(
          "Earlier trainers cannot be looked for directory=%s reason=%s", directory.root(), e);
    }
  }

  /** Whether the trainer died, or stopped though nobody asked it to. */
  static boolean isCrash(TrainerProcess.Ending ending) {
    return ending.last().filter(word -> !(word instanceof TrainerMessage.Stopped)).isEmpty();
  }

  /** The result of a trainer that has ended with a word of its own; its archive exists. */
  TrainerMessage.Result resultOf(
      TrainerProcess.Ending ending, StartTraining run, RunDirectory directory)
      throws RunFailedException {
    var last = ending.last().orElse(null);
    if (last instanceof TrainerMessage.Result result) {
      // A link would have the agent read for the trainer what that may not.
      if (!Files.isRegularFile(directory.modelArchive(), LinkOption.NOFOLLOW_LINKS)) {
        throw new RunFailedException(
            FailureCause.TRAINER_CRASHED,
            "The trainer said that it is done but wrote no model archive.",
            TrainerLog.tailOf(directory.log(run.attempt())));
      }
      return result;
    }
    if (last instanceof TrainerMessage.Failure failure) {
      var tail = new ArrayList<>(TrainerLog.tailOf(directory.log(run.attempt())));
      if (failure.details() != null) {
        tail.addAll(failure.details());
      }
      var shown = tail.subList(Math.max(0, tail.size() - 50), tail.size());
      throw new RunFailedException(
          failure.cause() == null ? FailureCause.INTERNAL : failure.cause(),
          failure.message() == null ? "The trainer failed." : failure.message(),
          shown);
    }
    throw failureOf(ending, run, directory);
  }
}
