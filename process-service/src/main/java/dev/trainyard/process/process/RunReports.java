package dev.trainyard.process.process;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.ProcessStageEvent;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.process.process.ProcessInput.RunReported;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import org.jboss.logging.Logger;

/**
 * Takes what agents say of runs, whichever way it came. A report counts once: {@code attempt}
 * fences off older runs, {@code sequence} repeats and late ones.
 */
@ApplicationScoped
class RunReports {
  private static final Logger LOG = Logger.getLogger(RunReports.class);

  private final ProcessStore processes;
  private final ProcessTransitions transitions;
  private final IdGenerator ids;
  private final Clock clock;

  RunReports(ProcessStore processes, ProcessTransitions transitions, IdGenerator ids, Clock clock) {
    this.processes = processes;
    this.transitions = transitions;
    this.ids = ids;
    this.clock = clock;
  }

  /** Takes a report that came by itself. */
  @Transactional
  void take(RunReport report) {
    var process = processes.lock(report.processId());
    if (process.isPresent() && isOfPresentAttempt(process.get(), report)) {
      take(process.get(), report);
    } else {
      LOG.infof(
          "Report dropped: no such process, or another attempt processId=%s machineId=%s"
              + " attempt=%d phase=%s",
          report.processId(), report.machineId(), report.attempt(), report.phase());
    }
  }

  /** Takes a report of the present attempt of a process that the caller has locked. */
  void take(TrainingProcess process, RunReport report) {
    recordStage(process, report);
    if (report.sequence() <= process.lastSequence()) {
      return;
    }
    process.acknowledge(report.sequence());
    var decision = ProcessLifecycle.decide(process.state(), new RunReported(report.phase()));
    if (decision instanceof Decision.Refusal) {
      LOG.infof(
          "Report dropped: the process is over processId=%s attempt=%d phase=%s",
          report.processId(), report.attempt(), report.phase());
      return;
    }
    describe(process, report);
    if (decision instanceof Decision.Move move) {
      transitions.apply(process, move);
    }
  }

  static boolean isOfPresentAttempt(TrainingProcess process, RunReport report) {
    return process.attempt() == report.attempt() && process.machineId().equals(report.machineId());
  }

  private void describe(TrainingProcess process, RunReport report) {
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
  private void recordStage(TrainingProcess process, RunReport report) {
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
    processes.insert(new ProcessStage(ids.next(), event));
    transitions.publish(event);
  }
}
