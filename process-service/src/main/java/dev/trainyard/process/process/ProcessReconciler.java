package dev.trainyard.process.process;

import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.process.RunReport;
import dev.trainyard.process.machine.MachineDirectory;
import dev.trainyard.process.machine.MachineReference;
import dev.trainyard.process.machine.MachineSighting;
import dev.trainyard.process.machine.RefusedMessages;
import dev.trainyard.process.machine.RunObserver;
import dev.trainyard.protocol.process.Outcome;
import dev.trainyard.protocol.process.ProcessProtocol;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Compares what is with what should be and repairs the difference: messages may be lost, repeated
 * or late, and any service may be away for a while. A batch of sightings is compared without locks;
 * only where something is to be done the process is locked and compared again. Thread-safe, also
 * over several replicas.
 */
@ApplicationScoped
class ProcessReconciler implements RunObserver {
  private static final Logger LOG = Logger.getLogger(ProcessReconciler.class);

  private final ProcessStore processes;
  private final HolderSnapshots holders;
  private final ProcessTransitions transitions;
  private final ProcessProtocol protocol;
  private final MachineDirectory machines;
  private final RefusedMessages refused;
  private final Clock clock;

  ProcessReconciler(
      ProcessStore processes,
      HolderSnapshots holders,
      ProcessTransitions transitions,
      ProcessProtocol protocol,
      MachineDirectory machines,
      RefusedMessages refused,
      Clock clock) {
    this.processes = processes;
    this.holders = holders;
    this.transitions = transitions;
    this.protocol = protocol;
    this.machines = machines;
    this.refused = refused;
    this.clock = clock;
  }

  @Override
  public void observe(List<MachineSighting> sightings) {
    var differing =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  var present =
                      holders.onMachines(
                          sightings.stream().map(MachineSighting::machineId).toList());
                  holders.keepProgress(newProgress(sightings, present));
                  return sightings.stream()
                      .filter(sighting -> differs(sighting, present.get(sighting.machineId())))
                      .toList();
                });
    for (var sighting : differing) {
      if (!sighting.isSigned().getAsBoolean()) {
        refused.add(sighting.machineId(), "heartbeat");
        continue;
      }
      try {
        QuarkusTransaction.requiringNew().run(() -> reconcile(sighting));
      } catch (RuntimeException e) {
        // It must not keep the others waiting; the next heartbeat is compared again.
        LOG.errorf(e, "Machine could not be compared machineId=%s", sighting.machineId());
      }
    }
  }

  /** Takes a report that came by itself. */
  @Transactional
  void take(RunReport report) {
    var process = processes.lock(report.processId());
    if (process.isEmpty()) {
      transitions.dropStranger(report.machineId(), report.processId(), report.attempt());
      return;
    }
    apply(
        process.get(),
        protocol.report(withRestart(process.get()).toRecord(), report, clock.instant()));
    // Here, so that what the database does not take is told apart from a database that is away.
    processes.flush();
  }

  /** Ends the run of a process, which the caller has locked, whose machine is silent. */
  void giveUp(TrainingProcess process, String message) {
    apply(
        process,
        protocol.lose(process.toRecord(), FailureCause.AGENT_LOST, message, clock.instant()));
  }

  private boolean differs(MachineSighting sighting, HolderSnapshots.Holder present) {
    var run = sighting.run().map(ObservedRun::report);
    var holder = present == null ? null : present.process();
    var isHolders = holder != null && isOf(run, holder.id());
    if (!isHolders && run.isPresent() && ProcessProtocol.isUnwanted(run.get())) {
      return true;
    }
    if (holder == null) {
      return false;
    }
    var outcome = protocol.observe(holder, run, clock.instant());
    return present.isAtOther(sighting.agentId())
        || !outcome.effects().isEmpty()
        || !outcome.process().equals(holder);
  }

  private void reconcile(MachineSighting sighting) {
    var machineId = sighting.machineId();
    var run = sighting.run().map(ObservedRun::report);
    var holder = processes.findHolderId(machineId).flatMap(processes::lock);
    holder.ifPresent(
        process -> {
          if (new HolderSnapshots.Holder(process.toRecord(), process.agentId())
              .isAtOther(sighting.agentId())) {
            giveUp(
                process,
                "Another agent has taken the place of the one that ran this. Start the process"
                    + " again.");
          } else {
            apply(process, protocol.observe(withRestart(process).toRecord(), run, clock.instant()));
          }
        });
    if (run.isPresent() && !holder.filter(process -> isOf(run, process.id())).isPresent()) {
      endUnwanted(machineId, run.get());
    }
  }

  private void endUnwanted(UUID machineId, RunReport run) {
    var process =
        processes.lock(run.processId()).filter(found -> found.machineId().equals(machineId));
    if (process.isPresent()) {
      apply(
          process.get(),
          protocol.observe(process.get().toRecord(), Optional.of(run), clock.instant()));
    } else if (ProcessProtocol.isUnwanted(run)) {
      transitions.stopStranger(machineId, run.processId(), run.attempt());
    }
  }

  private void apply(TrainingProcess process, Outcome outcome) {
    transitions.apply(process, outcome);
  }

  /** A restart does not go on to the start when its machine takes nothing new any more. */
  private TrainingProcess withRestart(TrainingProcess process) {
    if (process.restarting()
        && !machines.find(process.machineId()).map(MachineReference::enabled).orElse(false)) {
      process.giveUpRestart();
    }
    return process;
  }

  private static List<HolderSnapshots.NewProgress> newProgress(
      List<MachineSighting> sightings, Map<UUID, HolderSnapshots.Holder> present) {
    var changed = new ArrayList<HolderSnapshots.NewProgress>();
    for (var sighting : sightings) {
      var found = present.get(sighting.machineId());
      var holder = found == null ? null : found.process();
      var run = sighting.run().orElse(null);
      if (holder != null
          && run != null
          && run.report().processId().equals(holder.id())
          && run.report().attempt() == holder.attempt()) {
        changed.add(
            new HolderSnapshots.NewProgress(holder.id(), holder.attempt(), Progress.of(run)));
      }
    }
    return changed;
  }

  private static boolean isOf(Optional<RunReport> run, UUID processId) {
    return run.filter(report -> report.processId().equals(processId)).isPresent();
  }
}
