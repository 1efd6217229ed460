package dev.trainyard.protocol.process;

import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.contracts.process.RunReport;

/** What has to be done besides keeping the new {@link ProcessRecord}, in the same transaction. */
public sealed interface Effect {

  /** The process has entered this status: an event tells of it. */
  record Entered(ProcessStatus status) implements Effect {}

  /** Its machine is told what to do with an attempt. */
  record Commanded(Decision.Command command, int attempt) implements Effect {}

  /** It was switched on or off. */
  record Switched(boolean enabled) implements Effect {}

  /** Its start waits for the machine, or no longer does without having come to its turn. */
  record Queued(boolean waiting) implements Effect {}

  /** A report was taken: what it says besides its phase is kept. */
  record Told(RunReport report) implements Effect {}

  /** A report of the present attempt that changes nothing more may still name a stage. */
  record StageTold(RunReport report) implements Effect {}

  /** Why it fails, before it does. */
  record Failed(Failure failure) implements Effect {}

  /** Something was repaired: an event tells of it. */
  record Repaired(RunRepair repair, int attempt, String reason) implements Effect {}
}
