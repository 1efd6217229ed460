package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.ProcessStageEvent;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Keeps what a report says besides its phase: stages, notices, the model, why it failed. */
@ApplicationScoped
class ReportDetails {
  private final ProcessStore processes;
  private final Outbox outbox;
  private final IdGenerator ids;
  private final Clock clock;

  ReportDetails(ProcessStore processes, Outbox outbox, IdGenerator ids, Clock clock) {
    this.processes = processes;
    this.outbox = outbox;
    this.ids = ids;
    this.clock = clock;
  }

  /** Takes what a report says of the process, which has not yet changed its status for it. */
  void describe(TrainingProcess process, RunReport report) {
    if (report.stage() != null && report.phase() != RunPhase.FAILED) {
      process.reach(report.stage());
    }
    if (report.failure() == null && report.message() != null && !report.message().isBlank()) {
      process.note(report.message());
    }
    if (report.phase() == RunPhase.SUCCEEDED) {
      process.result(report.modelId());
    }
    if (report.phase() == RunPhase.FAILED) {
      describeFailure(process, report);
    }
  }

  private static void describeFailure(TrainingProcess process, RunReport report) {
    var failure =
        report.failure() != null
            ? report.failure()
            : new Failure(
                FailureCause.INTERNAL, "The agent gave no reason; look at its log.", null);
    switch (process.status()) {
      // It ends as STOPPED, where a failure has no place.
      case STOPPING -> process.note("The run ended while it was stopped: " + failure.message());
      case CREATED, STARTING, RUNNING, SUCCEEDED, FAILED, STOPPED -> process.fail(failure);
    }
  }

  /** Whatever its sequence: a heartbeat may have overtaken the reports of earlier stages. */
  void recordStage(TrainingProcess process, RunReport report) {
    if (report.stage() == null
        || processes.hasStage(process.id(), report.attempt(), report.stage())) {
      return;
    }
    var event =
        new ProcessStageEvent(
            process.id(),
            process.machineId(),
            report.attempt(),
            report.stage(),
            report.phase() == RunPhase.FAILED,
            report.message(),
            report.occurredAt() != null ? report.occurredAt() : clock.instant());
    processes.insert(new ProcessStage(ids.next(), process.tenant(), event));
    outbox.publish(EventType.PROCESS_STAGE, process.id(), event, process.tenant());
  }
}
