package dev.trainyard.process.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.paging.Page;
import dev.trainyard.kit.paging.PageQuery;
import dev.trainyard.kit.problem.ConflictException;
import dev.trainyard.kit.problem.NotFoundException;
import dev.trainyard.protocol.process.Decision;
import dev.trainyard.protocol.process.ProcessAction;
import dev.trainyard.protocol.process.ProcessInput;
import dev.trainyard.protocol.process.ProcessLifecycle;
import dev.trainyard.protocol.process.ProcessProtocol;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** What users do with processes that exist. Thread-safe. */
@ApplicationScoped
class ProcessService {
  private final ProcessStore processes;
  private final ProcessTransitions transitions;
  private final ProcessProtocol protocol;
  private final ProcessViews views;
  private final MachineHold machineHold;
  private final Clock clock;

  ProcessService(
      ProcessStore processes,
      ProcessTransitions transitions,
      ProcessProtocol protocol,
      ProcessViews views,
      MachineHold machineHold,
      Clock clock) {
    this.processes = processes;
    this.transitions = transitions;
    this.protocol = protocol;
    this.views = views;
    this.machineHold = machineHold;
    this.clock = clock;
  }

  @Transactional
  ProcessView get(UUID id) {
    return views.of(processes.find(id).orElseThrow(() -> notFound(id)));
  }

  @Transactional
  Page<ProcessView> list(PageQuery query, ProcessFilter filter) {
    return views.of(processes.list(query, filter));
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
   * Starts a process, or leaves it alone when it already runs or waits.
   *
   * @throws IllegalTransitionException if its state does not allow it
   * @throws MachineBusyException if another process holds its machine and it is not to wait
   * @throws ConflictException if its machine is disabled or not available
   */
  ProcessView start(UUID id, StartProcessRequest how) {
    return begin(id, ProcessAction.START, how);
  }

  /**
   * Stops a process that runs, then starts it again; starts one that does not. Leaves one alone
   * that is beyond the attempt that the request is about.
   *
   * @throws IllegalTransitionException if its state does not allow it
   * @throws MachineBusyException if another process holds its machine and it is not to wait
   * @throws ConflictException if its machine is disabled or not available
   */
  ProcessView restart(UUID id, StartProcessRequest how) {
    return begin(id, ProcessAction.RESTART, how);
  }

  private ProcessView begin(UUID id, ProcessAction action, StartProcessRequest how) {
    var machineId =
        inTransaction(() -> processes.find(id).orElseThrow(() -> notFound(id)).machineId());
    try {
      return machineHold.call(machineId, () -> beginNow(id, action, how));
    } catch (MachineBusyException | MachineAwaitedException | MachineUnavailableException e) {
      if (!how.queue()) {
        throw explained(id, e);
      }
      return inTransaction(() -> queue(id, how, e));
    } catch (IllegalTransitionException e) {
      throw e;
    } catch (ConflictException e) {
      throw explained(id, e);
    }
  }

  private ProcessView beginNow(UUID id, ProcessAction action, StartProcessRequest how) {
    var process = processes.lock(id).orElseThrow(() -> notFound(id));
    if (how.attempt() != null && how.attempt() < process.attempt()) {
      return views.of(process);
    }
    var isOnItsWay = process.queued() || process.restarting() && action == ProcessAction.RESTART;
    if (isOnItsWay && process.enabled()) {
      process.intend(how.fromScratch());
      return views.of(process);
    }
    var decision = decide(process, action);
    if (decision instanceof Decision.Move || decision instanceof Decision.Intend) {
      machineHold.requireReady(process);
    }
    if (isStart(decision) && !process.state().holdsMachine()) {
      machineHold.requireNoQueue(process);
    }
    return change(process, action, how.fromScratch());
  }

  /** Lets a start wait that cannot be carried out now. */
  private ProcessView queue(UUID id, StartProcessRequest how, ConflictException reason) {
    var process = processes.lock(id).orElseThrow(() -> notFound(id));
    if (process.toRecord().hasRun()) {
      throw reason.with("allowedActions", views.allowedActions(process));
    }
    machineHold.requireUsable(process);
    decide(process, ProcessAction.START);
    return change(process, new ProcessInput.MachineHeld(), how.fromScratch());
  }

  /** A refusal that also says what is possible instead. */
  private ConflictException explained(UUID id, ConflictException refusal) {
    return inTransaction(
        () ->
            processes
                .find(id)
                .map(process -> refusal.with("allowedActions", views.allowedActions(process)))
                .orElse(refusal));
  }

  /**
   * Asks a process to stop with a checkpoint, or gives up a start that waits.
   *
   * @throws IllegalTransitionException if its state does not allow it
   */
  ProcessView stop(UUID id) {
    return inTransaction(() -> act(id, ProcessAction.STOP));
  }

  /** Switches a process on or off; nothing happens when it already is. */
  ProcessView enable(UUID id, boolean enabled) {
    return inTransaction(() -> act(id, enabled ? ProcessAction.ENABLE : ProcessAction.DISABLE));
  }

  /**
   * @throws IllegalTransitionException if it runs or is switched off
   */
  @Transactional
  void delete(UUID id) {
    var process = processes.lock(id).orElseThrow(() -> notFound(id));
    decide(process, ProcessAction.DELETE);
    processes.delete(process);
    transitions.publish(EventType.PROCESS_DELETED, process);
  }

  /**
   * Starts a process that waited, if it still does and its machine is free.
   *
   * @throws ConflictException if its machine is not ready any more
   */
  void takeTurn(UUID id) {
    inTransaction(
        () -> {
          processes
              .lock(id)
              .filter(process -> process.queued() && process.enabled())
              .ifPresent(
                  process -> {
                    machineHold.requireReady(process);
                    change(process, ProcessAction.START, process.fromScratch());
                  });
          return null;
        });
  }

  private ProcessView act(UUID id, ProcessAction action) {
    var process = processes.lock(id).orElseThrow(() -> notFound(id));
    decide(process, action);
    return change(process, action, false);
  }

  private ProcessView change(TrainingProcess process, ProcessInput input, boolean fromScratch) {
    protocol
        .act(process.toRecord(), input, fromScratch, clock.instant())
        .ifPresent(outcome -> transitions.apply(process, outcome));
    processes.flush();
    return views.of(process);
  }

  private Decision decide(TrainingProcess process, ProcessAction action) {
    var decision = ProcessLifecycle.decide(process.state(), action);
    if (decision instanceof Decision.Refusal refusal) {
      throw new IllegalTransitionException(
          process, action, refusal.reason(), views.allowedActions(process));
    }
    return decision;
  }

  private static boolean isStart(Decision decision) {
    return decision instanceof Decision.Move move
        && move.command().filter(command -> command == Decision.Command.START).isPresent();
  }

  private static <T> T inTransaction(Supplier<T> work) {
    return QuarkusTransaction.requiringNew().call(work::get);
  }

  private static NotFoundException notFound(UUID id) {
    return new NotFoundException("process", id);
  }
}
