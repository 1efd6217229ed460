package dev.trainyard.process.process;

import dev.trainyard.process.machine.MachineReference;
import dev.trainyard.protocol.process.ProcessAction;
import dev.trainyard.protocol.process.ProcessLifecycle;
import java.util.List;

/**
 * What a user can do with a process now: what its state allows and its machine does not prevent.
 */
final class AllowedActions {
  private AllowedActions() {}

  /**
   * @param machine its machine; null when that was deleted
   */
  static List<ProcessAction> of(TrainingProcess process, MachineReference machine) {
    return ProcessLifecycle.allowedActions(process.state()).stream()
        .filter(
            action ->
                switch (action) {
                  case START, RESTART -> !process.queued() && canRun(process, machine);
                  case STOP, ENABLE, DISABLE, DELETE, CLONE -> true;
                })
        .toList();
  }

  /** A start can wait for a machine that is silent; a run there cannot be told to stop. */
  private static boolean canRun(TrainingProcess process, MachineReference machine) {
    return machine != null
        && machine.enabled()
        && (machine.available() || !process.toRecord().hasRun());
  }
}
