package dev.trainyard.protocol.process;

import static dev.trainyard.contracts.process.ProcessStatus.FAILED;
import static dev.trainyard.contracts.process.ProcessStatus.RUNNING;
import static dev.trainyard.contracts.process.ProcessStatus.STARTING;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPED;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPING;
import static dev.trainyard.contracts.process.ProcessStatus.SUCCEEDED;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.protocol.process.Decision.Command;
import dev.trainyard.protocol.process.Decision.Intend;
import dev.trainyard.protocol.process.Decision.Move;
import dev.trainyard.protocol.process.Decision.NoChange;
import dev.trainyard.protocol.process.Decision.Reason;
import dev.trainyard.protocol.process.Decision.Refusal;
import java.util.Arrays;
import java.util.List;

/**
 * The life of a process. Pure: no I/O, no clock; thread-safe.
 *
 * <pre>{@code
 * CREATED ──start──▶ STARTING ──training──▶ RUNNING ──succeeded──▶ SUCCEEDED
 *                      │  └─failed──▶ FAILED ◀──failed──┘
 *                      └──stop──▶ STOPPING ◀──stop──┘ ──stopped──▶ STOPPED
 * STOPPED, FAILED ──start──▶ STARTING
 * STARTING, RUNNING ──restart──▶ STOPPING ──stopped──▶ STOPPED, STARTING
 * STOPPING ──succeeded──▶ SUCCEEDED, ──lost──▶ FAILED
 * STARTING, RUNNING ──stopped──▶ STOPPED
 * CREATED (waits its turn) ──stop──▶ STOPPED
 * }</pre>
 *
 * <p>Reports may be lost, so a later one stands for those before it: STARTING goes through RUNNING
 * to SUCCEEDED when only the success was heard.
 */
public final class ProcessLifecycle {
  private ProcessLifecycle() {}

  /** What {@code input} does to a process in {@code state}. */
  public static Decision decide(ProcessState state, ProcessInput input) {
    if (input instanceof ProcessAction action) {
      return act(state, action);
    }
    if (input instanceof ProcessInput.RunReported report) {
      return report(state, report.phase());
    }
    return input instanceof ProcessInput.RunLost ? lose(state.status()) : wait(state);
  }

  /** What a user can do with a process in {@code state} that would change something. */
  public static List<ProcessAction> allowedActions(ProcessState state) {
    return Arrays.stream(ProcessAction.values())
        .filter(
            action -> {
              var decision = act(state, action);
              return !(decision instanceof Refusal || decision instanceof NoChange);
            })
        .toList();
  }

  private static Decision act(ProcessState state, ProcessAction action) {
    return switch (action) {
      case ENABLE -> state.enabled() ? new NoChange() : new Decision.Switch(true);
      case DISABLE -> state.enabled() ? new Decision.Switch(false) : new NoChange();
      case CLONE -> new Decision.Copy();
      case START, STOP, RESTART, DELETE ->
          state.enabled() ? change(state, action) : new Refusal(Reason.SWITCHED_OFF);
    };
  }

  private static Decision change(ProcessState state, ProcessAction action) {
    return switch (action) {
      case START -> start(state.status());
      case STOP -> stop(state);
      case RESTART -> restart(state);
      case DELETE -> delete(state.status());
      case ENABLE, DISABLE, CLONE -> throw new IllegalArgumentException(action.name());
    };
  }

  private static Decision start(ProcessStatus status) {
    return switch (status) {
      case CREATED, STOPPED, FAILED -> Move.commanding(Command.START, STARTING);
      case STARTING, RUNNING -> new NoChange();
      case STOPPING, SUCCEEDED -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision stop(ProcessState state) {
    return switch (state.status()) {
      case STARTING, RUNNING -> Move.commanding(Command.STOP, STOPPING);
      case STOPPING -> state.restarting() ? new Intend(false) : new NoChange();
      case CREATED ->
          // Back among those that hold it, it would be in the way of who has the machine now.
          state.queued() ? new Decision.Dequeue(List.of(STOPPED)) : new Refusal(Reason.ILLEGAL);
      case STOPPED -> state.queued() ? new Decision.Dequeue(List.of()) : new NoChange();
      case FAILED -> state.queued() ? new Decision.Dequeue(List.of()) : new Refusal(Reason.ILLEGAL);
      case SUCCEEDED -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision restart(ProcessState state) {
    return switch (state.status()) {
      case STARTING, RUNNING -> Move.commanding(Command.STOP, STOPPING);
      case STOPPING -> state.restarting() ? new NoChange() : new Intend(true);
      case STOPPED, FAILED -> Move.commanding(Command.START, STARTING);
      case CREATED, SUCCEEDED -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision delete(ProcessStatus status) {
    return switch (status) {
      case CREATED, SUCCEEDED, FAILED, STOPPED -> new Decision.Removal();
      case STARTING, RUNNING, STOPPING -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision wait(ProcessState state) {
    return switch (state.status()) {
      case CREATED, STOPPED, FAILED -> state.queued() ? new NoChange() : new Decision.Queue();
      case STARTING, RUNNING -> new NoChange();
      case STOPPING, SUCCEEDED -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision report(ProcessState state, RunPhase phase) {
    return switch (state.status()) {
      case CREATED, SUCCEEDED, FAILED, STOPPED -> new Refusal(Reason.NO_RUN);
      case STARTING ->
          switch (phase) {
            case LAUNCHING, STOPPING -> new NoChange();
            case TRAINING, UPLOADING -> Move.to(RUNNING);
            case SUCCEEDED -> Move.to(RUNNING, SUCCEEDED);
            case FAILED -> Move.to(FAILED);
            case STOPPED -> Move.to(STOPPED);
          };
      case RUNNING ->
          switch (phase) {
            case LAUNCHING, TRAINING, UPLOADING, STOPPING -> new NoChange();
            case SUCCEEDED -> Move.to(SUCCEEDED);
            case FAILED -> Move.to(FAILED);
            case STOPPED -> Move.to(STOPPED);
          };
      case STOPPING ->
          switch (phase) {
            case LAUNCHING, TRAINING, UPLOADING, STOPPING -> new NoChange();
            // The end came before the stop: the model is in the registry.
            case SUCCEEDED -> Move.to(SUCCEEDED);
            // The user wanted an end; that it was not a gentle one does not make it another end.
            case FAILED, STOPPED -> stopped(state);
          };
    };
  }

  private static Decision stopped(ProcessState state) {
    // Switched off meanwhile, it starts no more.
    return state.restarting() && state.enabled()
        ? Move.commanding(Command.START, STOPPED, STARTING)
        : Move.to(STOPPED);
  }

  private static Decision lose(ProcessStatus status) {
    return switch (status) {
      case STARTING, RUNNING, STOPPING -> Move.to(FAILED);
      case CREATED, SUCCEEDED, FAILED, STOPPED -> new Refusal(Reason.NO_RUN);
    };
  }
}
