package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.tenant.AcrossTenants;
import dev.trainyard.process.machine.Listening;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.exception.ConstraintViolationException;
import org.jboss.logging.Logger;

/**
 * What has to happen without anybody's message: lost runs end, waiting starts get their turn, old
 * processes go. In batches that several replicas share out among themselves.
 */
@ApplicationScoped
class ProcessTimer {
  private static final Logger LOG = Logger.getLogger(ProcessTimer.class);

  private final ProcessStore processes;
  private final ProcessService service;
  private final ProcessReconciler reconciler;
  private final ProcessTransitions transitions;
  private final ProcessConfig config;
  private final Listening listening;
  private final Clock clock;

  ProcessTimer(
      ProcessStore processes,
      ProcessService service,
      ProcessReconciler reconciler,
      ProcessTransitions transitions,
      ProcessConfig config,
      Listening listening,
      Clock clock) {
    this.processes = processes;
    this.service = service;
    this.reconciler = reconciler;
    this.transitions = transitions;
    this.config = config;
    this.clock = clock;
    this.listening = listening;
  }

  /** Ends runs whose machine has been silent for too long. */
  @AcrossTenants
  @Scheduled(
      every = "{trainyard.process.check-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void giveUpLostRuns() {
    var cutoff = clock.instant().minus(config.agentLostTimeout());
    if (listening.hasListenedSince(cutoff)) {
      while (QuarkusTransaction.requiringNew().call(() -> giveUpSome(cutoff))) {
        // Batch after batch.
      }
    }
  }

  /** Gives machines that are free to the starts that wait for them. */
  @AcrossTenants
  @Scheduled(
      every = "{trainyard.process.queue-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void startWhoseTurnItIs() {
    for (var id : QuarkusTransaction.requiringNew().call(processes::nextInTurn)) {
      try {
        service.takeTurn(id);
      } catch (ConstraintViolationException | ConflictException e) {
        LOG.debugf("Its machine is not free any more processId=%s", id);
      } catch (RuntimeException e) {
        // It must not keep those of other machines waiting; it is tried again.
        LOG.errorf(e, "Waiting start could not be carried out processId=%s", id);
      }
    }
  }

  /** Deletes processes that ended long ago, unless they are switched off, which keeps them. */
  @AcrossTenants
  @Scheduled(
      every = "{trainyard.process.retention-interval}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void deleteOldProcesses() {
    config
        .retention()
        .ifPresent(
            retention -> {
              var cutoff = clock.instant().minus(retention);
              while (QuarkusTransaction.requiringNew().call(() -> deleteSome(cutoff))) {
                // Batch after batch.
              }
            });
  }

  private boolean giveUpSome(Instant cutoff) {
    var lost = processes.lockOnSilentMachines(cutoff);
    for (var process : lost) {
      reconciler.giveUp(
          process,
          ("Machine %s has shown no sign of life for %d s. Check that its agent runs and reaches the"
                  + " network, then start the process again; it goes on from its last checkpoint.")
              .formatted(process.machineName(), config.agentLostTimeout().toSeconds()));
    }
    return !lost.isEmpty();
  }

  private boolean deleteSome(Instant cutoff) {
    var old = processes.lockEndedBefore(cutoff);
    for (var process : old) {
      processes.delete(process);
      transitions.publish(EventType.PROCESS_DELETED, process);
    }
    return !old.isEmpty();
  }
}
