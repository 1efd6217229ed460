package dev.trainyard.process.process;

import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.LaunchStage;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.contracts.training.TrainingParameters;
import dev.trainyard.process.machine.MachineReference;
import dev.trainyard.protocol.process.ProcessAction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A process as clients see it. What does not apply to its status is absent.
 *
 * @param id the process
 * @param name its name, also the model's
 * @param status where it is in its life
 * @param enabled false when start, stop and delete are refused
 * @param restarting true while it stops in order to start again
 * @param queue its place in line while its start waits for the machine
 * @param attempt how often it was started
 * @param project the project of its template
 * @param template the template it was made from
 * @param machine the machine it runs on
 * @param dataset what it trains on
 * @param modelType what the model is for
 * @param baseModel what the training begins from
 * @param parameters how it trains
 * @param stage the launch stage that ended last
 * @param iteration optimiser steps done
 * @param iterations optimiser steps in all
 * @param remainingSeconds estimated time to the end: the median
 * @param remainingSecondsLow it ends sooner than this in 5 % of cases
 * @param remainingSecondsHigh it ends later than this in 5 % of cases
 * @param latestMetrics newest measurement
 * @param latestEvaluation newest measurement on the test set
 * @param modelId the model in the registry, once SUCCEEDED
 * @param failure why it FAILED
 * @param allowedActions what can be done with it now
 * @param notices what is worth knowing, such as a fallback to the CPU
 * @param createdAt when it was created
 * @param startedAt when the present attempt was started
 * @param runningAt when the present attempt began to train
 * @param finishedAt when it ended
 * @param updatedAt when its status last changed
 */
@Schema(description = "A training process.")
record ProcessView(
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e12") UUID id,
    @Schema(examples = "letters-20261123-101500") String name,
    @Schema(examples = "RUNNING") ProcessStatus status,
    @Schema(examples = "true") boolean enabled,
    @Schema(examples = "false") boolean restarting,
    PlaceInQueue queue,
    @Schema(examples = "1") int attempt,
    Named project,
    Named template,
    MachineOfProcess machine,
    DatasetOfProcess dataset,
    @Schema(examples = "classifier") String modelType,
    @Schema(examples = "base-resnet18") String baseModel,
    TrainingParameters parameters,
    @Schema(examples = "RUN_STARTED") LaunchStage stage,
    @Schema(examples = "420") Integer iteration,
    @Schema(examples = "1000") Integer iterations,
    @Schema(examples = "93.5") Double remainingSeconds,
    @Schema(examples = "90.0") Double remainingSecondsLow,
    @Schema(examples = "101.0") Double remainingSecondsHigh,
    MetricPoint latestMetrics,
    MetricPoint latestEvaluation,
    @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e14") UUID modelId,
    Failure failure,
    @Schema(examples = "STOP") List<ProcessAction> allowedActions,
    @Schema(examples = "No CUDA device was found; the CPU is used.") List<String> notices,
    @Schema(examples = "2026-11-23T10:14:00Z") Instant createdAt,
    @Schema(description = "The name of who made it.", examples = "jane.doe") String author,
    @Schema(examples = "2026-11-23T10:15:00Z") Instant startedAt,
    @Schema(examples = "2026-11-23T10:15:05Z") Instant runningAt,
    @Schema(examples = "2026-11-23T10:45:00Z") Instant finishedAt,
    @Schema(examples = "2026-11-23T10:15:05Z") Instant updatedAt) {

  /** Something with an id and a name. */
  record Named(
      @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e10") UUID id,
      @Schema(examples = "letters") String name) {}

  /** The machine; {@code available} is true while its agent shows signs of life. */
  record MachineOfProcess(
      @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e11") UUID id,
      @Schema(examples = "gpu-1") String name,
      @Schema(examples = "true") boolean available) {}

  /** A start that waits: how many are before it, itself included, and since when it does. */
  record PlaceInQueue(
      @Schema(examples = "1") int position,
      @Schema(examples = "2026-11-23T10:14:30Z") Instant since) {}

  /** The dataset version. */
  record DatasetOfProcess(
      @Schema(examples = "0190f5fe-7c4b-7d0a-8d8e-2f6b1c9a4e13") UUID id,
      @Schema(examples = "digits") String name,
      @Schema(examples = "1") int version) {}

  /**
   * @param machine its machine; null when that was deleted
   * @param place its place in line, from 1; null when it does not wait
   */
  static ProcessView of(TrainingProcess process, MachineReference machine, Integer place) {
    var snapshot = process.snapshot();
    var progress = process.progress();
    return new ProcessView(
        process.id(),
        process.name(),
        process.status(),
        process.enabled(),
        process.restarting(),
        place == null ? null : new PlaceInQueue(place, process.queuedAt()),
        process.attempt(),
        new Named(snapshot.project().id(), snapshot.project().name()),
        new Named(snapshot.template().id(), snapshot.template().name()),
        machineOf(process, machine),
        new DatasetOfProcess(
            snapshot.dataset().id(), snapshot.dataset().name(), snapshot.dataset().version()),
        snapshot.template().modelType(),
        snapshot.template().baseModel(),
        snapshot.parameters(),
        process.stage(),
        progress == null ? null : (Integer) progress.iteration(),
        progress == null ? null : (Integer) progress.iterations(),
        remaining(process, Progress::remainingSeconds),
        remaining(process, Progress::remainingSecondsLow),
        remaining(process, Progress::remainingSecondsHigh),
        progress == null ? null : progress.latest(),
        progress == null ? null : progress.latestEvaluation(),
        process.modelId(),
        process.failure(),
        AllowedActions.of(process, machine),
        process.notices(),
        process.createdAt(),
        process.author(),
        process.startedAt(),
        process.runningAt(),
        process.finishedAt(),
        process.updatedAt());
  }

  private static Double remaining(TrainingProcess process, Function<Progress, Double> estimate) {
    return process.progress() == null || !process.status().holdsMachine()
        ? null
        : estimate.apply(process.progress());
  }

  private static MachineOfProcess machineOf(TrainingProcess process, MachineReference machine) {
    return machine == null
        ? new MachineOfProcess(process.machineId(), process.machineName(), false)
        : new MachineOfProcess(machine.id(), machine.name(), machine.available());
  }
}
