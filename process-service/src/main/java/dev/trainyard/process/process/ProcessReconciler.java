package dev.trainyard.process.process;

import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.process.machine.RunObserver;
import dev.trainyard.process.process.ProcessInput.RunLost;
import dev.trainyard.process.process.ProcessInput.RunReported;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Compares what is with what should be, at every heartbeat, and repairs the difference: messages
 * may be lost, repeated or late, and any service may be away for a while.
 */
@ApplicationScoped
class ProcessReconciler implements RunObserver {
  private static final Logger LOG = Logger.getLogger(ProcessReconciler.class);

  private final ProcessStore processes;
  private final ProcessTransitions transitions;
  private final RunReports reports;
  private final OverdueReports overdue;
  private final ProcessConfig config;
  private final Clock clock;

  ProcessReconciler(
      ProcessStore processes,
      ProcessTransitions transitions,
      RunReports reports,
      OverdueReports overdue,
      ProcessConfig config,
      Clock clock) {
    this.processes = processes;
    this.transitions = transitions;
    this.reports = reports;
    this.overdue = overdue;
    this.config = config;
    this.clock = clock;
  }

  @Override
  @Transactional
  public void observe(UUID machineId, Optional<ObservedRun> run) {
    run.ifPresent(observed -> compareRun(machineId, observed));
    processes
        .findHolderId(machineId)
        .filter(holder -> run.isEmpty() || !holder.equals(run.get().report().processId()))
        .flatMap(processes::lock)
        .ifPresent(this::repairMissing);
  }

  private void compareRun(UUID machineId, ObservedRun run) {
    var report = run.report();
    var process = processes.lock(report.processId()).filter(found -> isOn(found, machineId));
    if (process.isPresent() && report.attempt() == process.get().attempt()) {
      followRun(process.get(), run);
    } else if (process.isPresent() && process.get().status().holdsMachine()) {
      // An older attempt, which ends when the machine hears of the present one.
      repairMissing(process.get());
    } else {
      stopUnwanted(machineId, report);
    }
  }

  private void followRun(TrainingProcess process, ObservedRun run) {
    process.found();
    var progress = Progress.of(run);
    if (!progress.equals(process.progress())) {
      process.progress(progress);
    }
    if (overdue.isOverdue(run.report(), process.lastSequence()) && isUsable(run.report())) {
      LOG.infof(
          "Report taken from a heartbeat processId=%s attempt=%d phase=%s",
          process.id(), process.attempt(), run.report().phase());
      reports.take(process, run.report());
    }
    repair(
        process,
        Repair.ofPresent(process.status(), run.report().phase(), sinceCommand(process), config));
  }

  private void repairMissing(TrainingProcess process) {
    if (!process.status().holdsMachine() || process.attempt() == 0) {
      return;
    }
    var now = clock.instant();
    process.missing(now);
    repair(
        process,
        Repair.ofMissing(
            process.status(),
            Duration.between(process.missingSince(), now),
            sinceCommand(process),
            config));
  }

  private void repair(TrainingProcess process, Repair repair) {
    if (repair != Repair.NONE) {
      LOG.infof(
          "Process and machine differ processId=%s machineId=%s attempt=%d status=%s repair=%s",
          process.id(), process.machineId(), process.attempt(), process.status(), repair);
    }
    switch (repair) {
      case NONE -> {}
      case SEND_START -> transitions.send(Decision.Command.START, process);
      case SEND_STOP -> transitions.send(Decision.Command.STOP, process);
      case END_STOPPED -> end(process, new RunReported(RunPhase.STOPPED));
      case END_FAILED -> {
        process.fail(
            new Failure(
                FailureCause.AGENT_RESTARTED,
                "Machine %s no longer knows this run. Start the process again."
                    .formatted(process.machineName()),
                null));
        end(process, new RunLost());
      }
    }
  }

  /** Ends a process whose machine has been silent for too long, if it is still running. */
  @Transactional
  void giveUp(UUID machineId) {
    processes
        .findHolderId(machineId)
        .flatMap(processes::lock)
        .filter(
            process ->
                ProcessLifecycle.decide(process.state(), new RunLost()) instanceof Decision.Move)
        .ifPresent(
            process -> {
              process.fail(
                  new Failure(
                      FailureCause.AGENT_LOST,
                      ("Machine %s has shown no sign of life for %d s. Check that its agent runs and"
                              + " reaches the network, then start the process again; it goes on"
                              + " from its last checkpoint.")
                          .formatted(process.machineName(), config.agentLostTimeout().toSeconds()),
                      null));
              end(process, new RunLost());
            });
  }

  private void end(TrainingProcess process, ProcessInput input) {
    if (ProcessLifecycle.decide(process.state(), input) instanceof Decision.Move move) {
      transitions.apply(process, move);
    }
  }

  private void stopUnwanted(UUID machineId, RunReport report) {
    if (!report.phase().isFinal()) {
      LOG.infof(
          "A run that nobody wants is stopped processId=%s machineId=%s attempt=%d",
          report.processId(), machineId, report.attempt());
      transitions.sendStop(machineId, report.processId(), report.attempt());
    }
  }

  private static boolean isOn(TrainingProcess process, UUID machineId) {
    return process.machineId().equals(machineId);
  }

  private static boolean isUsable(RunReport report) {
    return report.phase() != RunPhase.SUCCEEDED || report.modelId() != null;
  }

  private Duration sinceCommand(TrainingProcess process) {
    var sentAt = process.commandSentAt() == null ? Instant.EPOCH : process.commandSentAt();
    return Duration.between(sentAt, clock.instant());
  }
}
