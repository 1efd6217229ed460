package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessRepairEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.contracts.process.StartTraining;
import dev.trainyard.contracts.process.StopTraining;
import dev.trainyard.kit.outbox.Outbox;
import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.kit.tracing.TraceContext;
import dev.trainyard.process.machine.MachineDirectory;
import dev.trainyard.protocol.process.Effect;
import dev.trainyard.protocol.process.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Carries out what the protocol decided: changes the entity and writes the events and commands that
 * tell of it, in the caller's transaction.
 */
@ApplicationScoped
class ProcessTransitions {
  private static final Logger LOG = Logger.getLogger(ProcessTransitions.class);

  private final Outbox outbox;
  private final MachineDirectory machines;
  private final ReportDetails details;
  private final ProcessConfig config;
  private final ProcessMetrics metrics;
  private final Clock clock;

  ProcessTransitions(
      Outbox outbox,
      MachineDirectory machines,
      ReportDetails details,
      ProcessConfig config,
      ProcessMetrics metrics,
      Clock clock) {
    this.outbox = outbox;
    this.machines = machines;
    this.details = details;
    this.config = config;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Keeps the outcome in the process, whose row the caller has locked. */
  void apply(TrainingProcess process, Outcome outcome) {
    if (outcome.effects().stream().anyMatch(ProcessTransitions::beginsAttempt)) {
      TraceContext.traceparent().ifPresent(process::beginTrace);
    }
    // Timers and heartbeats are in no trace.
    TraceContext.run(process.traceparent(), () -> carryOut(process, outcome));
  }

  private static boolean beginsAttempt(Effect effect) {
    return effect instanceof Effect.Queued queued && queued.waiting()
        || effect instanceof Effect.Entered entered && entered.status() == ProcessStatus.STARTING;
  }

  private void carryOut(TrainingProcess process, Outcome outcome) {
    // A start command says it.
    process.intend(outcome.process().fromScratch());
    for (var effect : outcome.effects()) {
      carryOut(process, effect);
    }
    process.keep(outcome.process(), clock.instant());
  }

  private void carryOut(TrainingProcess process, Effect effect) {
    if (effect instanceof Effect.Entered entered) {
      enter(process, entered.status());
    } else if (effect instanceof Effect.Commanded commanded) {
      send(commanded, process);
    } else if (effect instanceof Effect.Switched switched) {
      process.enable(switched.enabled(), clock.instant());
      publish(switched.enabled() ? EventType.PROCESS_ENABLED : EventType.PROCESS_DISABLED, process);
    } else if (effect instanceof Effect.Queued queued) {
      publish(queued.waiting() ? EventType.PROCESS_QUEUED : EventType.PROCESS_DEQUEUED, process);
    } else if (effect instanceof Effect.StageTold told) {
      details.recordStage(process, told.report());
    } else if (effect instanceof Effect.Told told) {
      details.describe(process, told.report());
    } else if (effect instanceof Effect.Failed failed) {
      process.fail(failed.failure());
    } else if (effect instanceof Effect.Repaired repaired) {
      publishRepair(process.id(), process.machineId(), repaired, process.tenant());
    }
  }

  private void enter(TrainingProcess process, ProcessStatus status) {
    process.enter(status, clock.instant());
    publish(eventOf(status), process);
    LOG.infof(
        "Process changed processId=%s machineId=%s attempt=%d status=%s",
        process.id(), process.machineId(), process.attempt(), status);
  }

  private void send(Effect.Commanded commanded, TrainingProcess process) {
    switch (commanded.command()) {
      case START -> sendStart(process);
      case STOP ->
          sendStop(process.machineId(), process.id(), commanded.attempt(), process.tenant());
    }
  }

  private void sendStart(TrainingProcess process) {
    outbox.publish(EventType.COMMAND_START, process.machineId(), start(process), process.tenant());
  }

  /** Ends a run that belongs to no process. */
  void stopStranger(UUID machineId, UUID processId, int attempt) {
    sendStop(machineId, processId, attempt, TenantScope.ALL_NAME);
    publishRepair(
        processId,
        machineId,
        new Effect.Repaired(
            RunRepair.UNWANTED_RUN_STOPPED, attempt, "There is no such process on this machine."),
        TenantScope.ALL_NAME);
  }

  /** A report that belongs to no process. */
  void dropStranger(UUID machineId, UUID processId, int attempt) {
    publishRepair(
        processId,
        machineId,
        new Effect.Repaired(
            RunRepair.UNWANTED_REPORT_DROPPED, attempt, "There is no such process."),
        TenantScope.ALL_NAME);
  }

  private void sendStop(UUID machineId, UUID processId, int attempt, String tenant) {
    var graceSeconds = Math.toIntExact(config.stopGrace().toSeconds());
    outbox.publish(
        EventType.COMMAND_STOP,
        machineId,
        new StopTraining(
            processId,
            attempt,
            machineId,
            graceSeconds,
            machines.agentOf(machineId).map(MachineDirectory.AgentOfMachine::agentId).orElse(null)),
        tenant);
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
            process.snapshot().dataset().id(),
            process.machineId(),
            process.machineName(),
            process.status(),
            process.enabled(),
            process.attempt(),
            clock.instant(),
            process.status() == ProcessStatus.SUCCEEDED ? process.modelId() : null,
            process.status() == ProcessStatus.FAILED ? process.failure() : null),
        process.tenant());
  }

  private void publishRepair(
      UUID processId, UUID machineId, Effect.Repaired repaired, String tenant) {
    LOG.infof(
        "Process and machine differed processId=%s machineId=%s attempt=%d repair=%s reason=%s",
        processId, machineId, repaired.attempt(), repaired.repair(), repaired.reason());
    metrics.repaired(repaired.repair());
    outbox.publish(
        EventType.PROCESS_REPAIRED,
        processId,
        new ProcessRepairEvent(
            processId,
            machineId,
            repaired.attempt(),
            repaired.repair(),
            repaired.reason(),
            clock.instant()),
        tenant);
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

  private StartTraining start(TrainingProcess process) {
    var snapshot = process.snapshot();
    var holder = machines.agentOf(process.machineId());
    process.giveTo(holder.map(MachineDirectory.AgentOfMachine::agentId).orElse(null));
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
        holder.map(MachineDirectory.AgentOfMachine::agentId).orElse(null),
        holder.map(MachineDirectory.AgentOfMachine::incarnation).orElse(0L),
        snapshot.template().knownRevision(),
        process.tenant());
  }
}
