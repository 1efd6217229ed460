package dev.trainyard.process.machine;

import dev.trainyard.contracts.process.ProcessStatus;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Tells which process holds which machine. */
public interface MachineOccupancy {

  /** The holders of those of {@code machineIds} that are held, by machine id. */
  Map<UUID, Occupant> occupants(Collection<UUID> machineIds);

  /** How many starts wait for those of {@code machineIds} that are waited for, by machine id. */
  Map<UUID, Long> queueLengths(Collection<UUID> machineIds);

  /** A process that holds a machine. */
  @Schema(description = "The process that holds the machine.")
  record Occupant(
      @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e12") UUID id,
      @Schema(examples = "letters-20261123-101500") String name,
      @Schema(examples = "RUNNING") ProcessStatus status,
      @Schema(examples = "93.5", description = "Until the machine is free: the median.")
          Double remainingSeconds,
      @Schema(examples = "90.0", description = "Sooner in 5 % of cases.")
          Double remainingSecondsLow,
      @Schema(examples = "101.0", description = "Later in 5 % of cases.")
          Double remainingSecondsHigh) {

    /** False for one that holds the machine but was not started. */
    boolean hasRun() {
      return switch (status) {
        case STARTING, RUNNING, STOPPING -> true;
        case CREATED, SUCCEEDED, FAILED, STOPPED -> false;
      };
    }
  }
}
