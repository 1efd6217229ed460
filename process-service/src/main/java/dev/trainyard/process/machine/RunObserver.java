package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.ObservedRun;
import java.util.Optional;
import java.util.UUID;

/** Is told what a machine is really doing, with every heartbeat. */
public interface RunObserver {

  /**
   * @param machineId a registered machine
   * @param run what it is doing, or did last; empty when it knows of no run
   */
  void observe(UUID machineId, Optional<ObservedRun> run);
}
