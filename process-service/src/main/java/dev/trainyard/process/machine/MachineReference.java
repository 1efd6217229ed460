package dev.trainyard.process.machine;

import java.util.UUID;

/**
 * What a process needs to know of its machine.
 *
 * @param id the machine
 * @param name its name now
 * @param enabled false when no new process may run on it
 * @param available true while its agent shows signs of life
 */
public record MachineReference(UUID id, String name, boolean enabled, boolean available) {
  static MachineReference of(Machine machine) {
    return new MachineReference(
        machine.id(), machine.name(), machine.enabled(), machine.available());
  }
}
