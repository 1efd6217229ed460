package dev.trainyard.process.machine;

import java.util.List;

/** Is told what machines are really doing, with every heartbeat. */
public interface RunObserver {

  /**
   * @param sightings of different machines
   */
  void observe(List<MachineSighting> sightings);
}
