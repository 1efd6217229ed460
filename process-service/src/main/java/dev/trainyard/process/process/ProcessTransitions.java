package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStageEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Carries out what {@link ProcessLifecycle} decided: changes the entity and writes the events and
 * commands that tell of it, in the caller's transaction.
 */
@ApplicationScoped
class ProcessTransitions {
  private static final Logger LOG = Logger.getLogger(ProcessTransitions.class);

  private final Outbox outbox;
  private final ProcessConfig config;
  private final Clock clock;

  ProcessTransitions(Outbox outbox, ProcessConfig config, Clock clock) {
    this.outbox = outbox;
    this.config = config;
    this.clock = clock;
  }

  void apply(TrainingProcess process, Decision.Move move) {
    for (var status : move.path()) {
      process.enter(status, clock.instant());
      publish(eventOf(status), process);
      LOG.infof(
          "Process changed processId=%s machineId=%s attempt=%d status=%s",
          process.id(), process.machineId(), process.attempt(), status);
    }
    move.command().ifPresent(command -> send(command, process));
  }

  /** Tells the process's machine what to do with the present attempt; may be told again. */
  void send(Decision.Command command, TrainingProcess process) {
    switch (command) {
      case START -> outbox.publish(EventType.COMMAND_START, process.machineId(), start(process));
      case STOP -> sendStop(process.machineId(), process.id(), process.attempt());
    }
    process.commandSent(clock.instant());
  }

  /** Ends a run on a machine, whatever process it belongs to. */
  void sendStop(UUID machineId, UUID processId, int attempt) {
    var graceSeconds = Math.toIntExact(config.stopGrace().toSeconds());
    outbox.publish(
        EventType.COMMAND_STOP,
        machineId,
        new StopTraining(processId, attempt, machineId, graceSeconds));
  }

  void publish(EventType type, TrainingProcess process) {
    outbox.publish(
        type,
        process.id(),
        new ProcessEvent(
            process.id(),
            process.name(),
            process.snapshot().project().id(),
            process.snapshot().template().id(),
            process.snapshot().template().name(),
            process.machineId(),
            process.machineName(),
            process.status(),
            process.enabled(),
            process.attempt(),
            clock.instant(),
            process.status() == ProcessStatus.SUCCEEDED ? process.modelId() : null,
            process.status() == ProcessStatus.FAILED ? process.failure() : null));
  }

  void publish(ProcessStageEvent stage) {
    outbox.publish(EventType.PROCESS_STAGE, stage.processId(), stage);
  }

  private static EventType eventOf(ProcessStatus status) {
    return switch (status) {
      case CREATED -> EventType.PROCESS_CREATED;
      case STARTING -> EventType.PROCESS_STARTED;
      case RUNNING -> EventType.PROCESS_RUNNING;
      case SUCCEEDED -> EventType.PROCESS_SUCCEEDED;
      case FAILED -> EventType.PROCESS_FAILED;
      case STOPPING -> EventType.PROCESS_STOPPING;
      case STOPPED -> EventType.PROCESS_STOPPED;
    };
  }

  private static StartTraining start(TrainingProcess process) {
    var snapshot = process.snapshot();
    return new StartTraining(
        process.id(),
        process.attempt(),
        process.machineId(),
        process.name(),
        snapshot.project().id(),
        snapshot.project().name(),
        snapshot.template().id(),
        snapshot.template().name(),
        snapshot.template().modelType(),
        snapshot.template().baseModel(),
        snapshot.dataset().id(),
        snapshot.dataset().name(),
        snapshot.dataset().version(),
        snapshot.dataset().digest(),
        snapshot.parameters(),
        process.resume(),
        null,
        0);
  }
}
