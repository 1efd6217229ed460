package dev.trainyard.process.process;

import static dev.trainyard.contracts.process.ProcessStatus.FAILED;
import static dev.trainyard.contracts.process.ProcessStatus.RUNNING;
import static dev.trainyard.contracts.process.ProcessStatus.STARTING;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPED;
import static dev.trainyard.contracts.process.ProcessStatus.STOPPING;
import static dev.trainyard.contracts.process.ProcessStatus.SUCCEEDED;

import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunPhase;
import dev.trainyard.process.process.Decision.Command;
import dev.trainyard.process.process.Decision.Move;
import dev.trainyard.process.process.Decision.NoChange;
import dev.trainyard.process.process.Decision.Reason;
import dev.trainyard.process.process.Decision.Refusal;
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
 * }</pre>
 *
 * <p>Reports may be lost, so a later one stands for those before it: STARTING goes through RUNNING
 * to SUCCEEDED when only the success was heard.
 */
final class ProcessLifecycle {
  private ProcessLifecycle() {}

  /** What {@code input} does to a process in {@code state}. */
  static Decision decide(ProcessState state, ProcessInput input) {
    if (input instanceof ProcessAction action) {
      return act(state, action);
    }
    if (input instanceof ProcessInput.RunReported report) {
      return report(state.status(), report.phase());
    }
    return lose(state.status());
  }

  /** What a user can do with a process in {@code state} that would change it. */
  static List<ProcessAction> allowedActions(ProcessState state) {
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
      case START -> state.enabled() ? start(state.status()) : new Refusal(Reason.SWITCHED_OFF);
      case STOP -> state.enabled() ? stop(state.status()) : new Refusal(Reason.SWITCHED_OFF);
      case DELETE -> state.enabled() ? delete(state.status()) : new Refusal(Reason.SWITCHED_OFF);
    };
  }

  private static Decision start(ProcessStatus status) {
    return switch (status) {
      case CREATED, STOPPED, FAILED -> Move.commanding(Command.START, STARTING);
      case STARTING, RUNNING -> new NoChange();
      case STOPPING, SUCCEEDED -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision stop(ProcessStatus status) {
    return switch (status) {
      case STARTING, RUNNING -> Move.commanding(Command.STOP, STOPPING);
      case STOPPING -> new NoChange();
      case CREATED, SUCCEEDED, FAILED, STOPPED -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision delete(ProcessStatus status) {
    return switch (status) {
      case CREATED, SUCCEEDED, FAILED, STOPPED -> new Decision.Removal();
      case STARTING, RUNNING, STOPPING -> new Refusal(Reason.ILLEGAL);
    };
  }

  private static Decision report(ProcessStatus status, RunPhase phase) {
    return switch (status) {
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
            case FAILED, STOPPED -> Move.to(STOPPED);
          };
    };
  }

  private static Decision lose(ProcessStatus status) {
    return switch (status) {
      case STARTING, RUNNING, STOPPING -> Move.to(FAILED);
      case CREATED, SUCCEEDED, FAILED, STOPPED -> new Refusal(Reason.NO_RUN);
    };
  }
}
