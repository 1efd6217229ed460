package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.process.machine.MachineDirectory;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What users do with processes that exist. Thread-safe. */
@ApplicationScoped
class ProcessService {
  private final ProcessStore processes;
  private final ProcessTransitions transitions;
  private final MachineHold machineHold;
  private final MachineDirectory machines;
  private final Clock clock;

  ProcessService(
      ProcessStore processes,
      ProcessTransitions transitions,
      MachineHold machineHold,
      MachineDirectory machines,
      Clock clock) {
    this.processes = processes;
    this.transitions = transitions;
    this.machineHold = machineHold;
    this.machines = machines;
    this.clock = clock;
  }

  @Transactional
  ProcessView get(UUID id) {
    return view(processes.find(id).orElseThrow(() -> notFound(id)));
  }

  @Transactional
  Page<ProcessView> list(PageQuery query, ProcessFilter filter) {
    var page = processes.list(query, filter);
    var known =
        machines.findAll(page.items().stream().map(TrainingProcess::machineId).distinct().toList());
    return page.map(process -> ProcessView.of(process, known.get(process.machineId())));
  }

  @Transactional
  List<StageView> stages(UUID id) {
    processes.find(id).orElseThrow(() -> notFound(id));
    // Not in the order in which they were heard of: a heartbeat may overtake reports.
    return processes.stages(id).stream()
        .map(ProcessStage::toView)
        .sorted(Comparator.comparingInt(StageView::attempt).thenComparing(StageView::stage))
        .toList();
  }

  /**
   * Starts a process, or leaves it alone when it already runs.
   *
   * @param fromScratch true leaves the last checkpoint aside
   * @throws IllegalTransitionException if its state does not allow it
   * @throws MachineBusyException if another process holds its machine
   * @throws ConflictException if its machine is disabled or not available
   */
  ProcessView start(UUID id, boolean fromScratch) {
    var machineId =
        QuarkusTransaction.requiringNew()
            .call(() -> processes.find(id).orElseThrow(() -> notFound(id)).machineId());
    return machineHold.call(
        machineId,
        () ->
            act(
                id,
                ProcessAction.START,
                process -> {
                  requireReadyMachine(process);
                  process.beginAttempt(fromScratch, clock.instant());
                }));
  }

  /**
   * Asks a process to stop with a checkpoint.
   *
   * @throws IllegalTransitionException if its state does not allow it
   */
  ProcessView stop(UUID id) {
    return inTransaction(() -> act(id, ProcessAction.STOP, process -> {}));
  }

  /** Switches a process on or off; nothing happens when it already is. */
  ProcessView enable(UUID id, boolean enabled) {
    return inTransaction(
        () -> act(id, enabled ? ProcessAction.ENABLE : ProcessAction.DISABLE, process -> {}));
  }

  /**
   * @throws IllegalTransitionException if it runs or is switched off
   */
  void delete(UUID id) {
    inTransaction(() -> act(id, ProcessAction.DELETE, process -> {}));
  }

  private ProcessView act(UUID id, ProcessAction action, Consumer<TrainingProcess> beforeMove) {
    var process = processes.lock(id).orElseThrow(() -> notFound(id));
    var decision = ProcessLifecycle.decide(process.state(), action);
    if (decision instanceof Decision.Refusal refusal) {
      throw new IllegalTransitionException(process, action, refusal.reason());
    }
    if (decision instanceof Decision.Move move) {
      beforeMove.accept(process);
      transitions.apply(process, move);
      processes.flush();
    }
    if (decision instanceof Decision.Switch change) {
      process.enable(change.enabled(), clock.instant());
      transitions.publish(
          change.enabled() ? EventType.PROCESS_ENABLED : EventType.PROCESS_DISABLED, process);
    }
    if (decision instanceof Decision.Removal) {
      processes.delete(process);
      transitions.publish(EventType.PROCESS_DELETED, process);
    }
    return view(process);
  }

  private void requireReadyMachine(TrainingProcess process) {
    var machine =
        machines
            .findStable(process.machineId())
            .orElseThrow(
                () ->
                    new ConflictException(
                        "machine-deleted",
                        "Machine %s was deleted; create a process on another one."
                            .formatted(process.machineName()),
                        Map.of("machineId", process.machineId())));
    MachineHold.requireEnabled(machine);
    if (!machine.available()) {
      throw new ConflictException(
          "machine-unavailable",
          "Machine %s shows no sign of life; check that its agent runs and reaches the network."
              .formatted(machine.name()),
          Map.of("machineId", machine.id()));
    }
  }

  private ProcessView view(TrainingProcess process) {
    return ProcessView.of(process, machines.find(process.machineId()).orElse(null));
  }

  private static ProcessView inTransaction(Supplier<ProcessView> work) {
    return QuarkusTransaction.requiringNew().call(work::get);
  }

  private static NotFoundException notFound(UUID id) {
    return new NotFoundException("process", id);
  }
}
