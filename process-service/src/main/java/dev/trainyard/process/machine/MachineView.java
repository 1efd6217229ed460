package dev.trainyard.process.machine;

import dev.trainyard.contracts.machine.Hardware;
import dev.trainyard.contracts.machine.Load;
import dev.trainyard.contracts.process.ProcessStatus;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A machine as clients see it.
 *
 * @param id the machine
 * @param name its name
 * @param address host name or IP address
 * @param description free text; may be absent
 * @param enabled false when no new process may run on it
 * @param draining true while it is disabled and finishes its last run
 * @param enrolled whether its agent is known
 * @param availability whether it can take a process
 * @param lastSeenAt its agent's last sign of life; absent before the first
 * @param agentHost where its agent runs
 * @param agentVersion version of its agent
 * @param hardware what it is made of
 * @param load how busy it was at the last sign of life
 * @param currentProcess the process that holds it; absent when it is free
 * @param expectedFreeAt when that process is expected to end; absent when unknown
 * @param queueLength starts that wait for the machine
 * @param createdAt when it was registered
 * @param updatedAt when a user last changed it
 */
@Schema(description = "A target machine.")
record MachineView(
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e11") UUID id,
    @Schema(examples = "gpu-1") String name,
    @Schema(examples = "gpu-1.example.org") String address,
    @Schema(examples = "RTX 4090 in the archive room") String description,
    @Schema(examples = "true") boolean enabled,
    @Schema(examples = "false") boolean draining,
    @Schema(examples = "true") boolean enrolled,
    @Schema(examples = "YES") Availability availability,
    @Schema(examples = "2026-11-23T10:15:00Z") Instant lastSeenAt,
    @Schema(examples = "gpu-1.example.org") String agentHost,
    @Schema(examples = "0.1.0") String agentVersion,
    Hardware hardware,
    Load load,
    MachineOccupancy.Occupant currentProcess,
    @Schema(examples = "2026-11-23T10:45:00Z") Instant expectedFreeAt,
    @Schema(examples = "0") long queueLength,
    @Schema(examples = "2026-11-23T09:00:00Z") Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    @Schema(examples = "2026-11-23T09:00:00Z") Instant updatedAt) {

  /**
   * @param occupant the process that holds it; null when it is free
   * @param queueLength starts that wait for it
   */
  static MachineView of(Machine machine, MachineOccupancy.Occupant occupant, long queueLength) {
    return new MachineView(
        machine.id(),
        machine.name(),
        machine.address(),
        machine.description(),
        machine.enabled(),
        machine.draining(),
        machine.publicKey() != null,
        Availability.of(machine.enabled(), machine.available()),
        machine.lastSeenAt(),
        machine.agentHost(),
        machine.agentVersion(),
        machine.hardware(),
        machine.load(),
        occupant,
        expectedEnd(machine, occupant),
        queueLength,
        machine.createdAt(),
        machine.author(),
        machine.updatedAt());
  }

  /** From the last sign of life on, which told the remaining time; a stop ends it sooner. */
  private static Instant expectedEnd(Machine machine, MachineOccupancy.Occupant occupant) {
    return occupant == null
            || occupant.remainingSeconds() == null
            || occupant.status() == ProcessStatus.STOPPING
            || machine.lastSeenAt() == null
        ? null
        : machine.lastSeenAt().plusMillis(Math.round(occupant.remainingSeconds() * 1_000));
  }
}
