package dev.trainyard.process.process;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** What runs on machines. */
@ApplicationScoped
public class MachineWork {
  private final ProcessStore processes;

  MachineWork(ProcessStore processes) {
    this.processes = processes;
  }

  /**
   * A run, and what it needs.
   *
   * @param baseModel its name
   * @param tenant whose it is
   */
  public record Run(UUID processId, int attempt, UUID datasetId, String baseModel, String tenant) {}

  /** The run of a machine; empty while it has none. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Run> of(UUID machineId) {
    return processes
        .findHolderId(machineId)
        .flatMap(processes::find)
        .filter(process -> isRun(process))
        .map(
            process ->
                new Run(
                    process.id(),
                    process.attempt(),
                    process.snapshot().dataset().id(),
                    process.snapshot().template().baseModel(),
                    process.tenant()));
  }

  private static boolean isRun(TrainingProcess process) {
    return switch (process.status()) {
      case STARTING, RUNNING, STOPPING -> true;
      case CREATED, SUCCEEDED, FAILED, STOPPED -> false;
    };
  }
}
