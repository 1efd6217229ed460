package dev.trainyard.monitoring.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.Failure;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.monitoring.metrics.AttemptPoint;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A process as it stands: what its events say, and its newest measurements. Absent is what is not
 * known yet.
 *
 * @param attempt the attempt the measurements are of; 0 before the first start
 * @param header the line above the chart
 * @param remainingSeconds estimated time to the end; only while it runs
 * @param latest newest measurement
 * @param latestEvaluation newest measurement with test-set values
 * @param updatedAt when anything here last changed
 */
@Schema(description = "A process as it stands, with its newest measurements.")
public record ProcessView(
    UUID processId,
    @Schema(examples = "digits-2026-11-23") String name,
    @Schema(examples = "RUNNING") ProcessStatus status,
    @Schema(examples = "1") int attempt,
    UUID projectId,
    UUID templateId,
    @Schema(examples = "digits") String templateName,
    UUID machineId,
    @Schema(examples = "gpu-01") String machineName,
    UUID modelId,
    Failure failure,
    Header header,
    @Schema(examples = "184.5") Double remainingSeconds,
    MetricPoint latest,
    MetricPoint latestEvaluation,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * The line above the chart.
   *
   * @param averagePrecision macro average precision on the test set, 0 to 1; in JSON {@code ap}
   * @param trainLoss mean loss since the last measurement
   * @param iterations optimiser steps in all
   * @param epoch passes over the train set done
   * @param device CUDA or CPU
   */
  @Schema(description = "The line above the chart.")
  public record Header(
      @JsonProperty("ap") @Schema(examples = "0.957") Double averagePrecision,
      @Schema(examples = "0.21") Double trainLoss,
      @Schema(examples = "0.0041") Double learningRate,
      @Schema(examples = "143.2") Double imagesPerSecond,
      @Schema(examples = "16") Integer batchSize,
      @Schema(examples = "300") Integer iteration,
      @Schema(examples = "1000") Integer iterations,
      @Schema(examples = "4.8") Double epoch,
      @Schema(examples = "CUDA") String device) {}

  /** A process whose events have come. */
  static ProcessView of(
      MonitoredProcess process, Optional<AttemptPoint> newest, Optional<AttemptPoint> evaluation) {
    // After a new start the values of the earlier attempt would mislead.
    var latest = newest.filter(point -> point.attempt() >= process.attempt());
    int attempt = latest.map(AttemptPoint::attempt).orElse(process.attempt());
    var point = latest.map(AttemptPoint::point).orElse(null);
    var evaluated =
        evaluation
            .filter(candidate -> candidate.attempt() == attempt)
            .map(AttemptPoint::point)
            .orElse(null);
    var running =
        switch (process.status()) {
          case STARTING, RUNNING -> true;
          case CREATED, SUCCEEDED, FAILED, STOPPING, STOPPED -> false;
        };
    return new ProcessView(
        process.processId(),
        process.name(),
        process.status(),
        attempt,
        process.projectId(),
        process.templateId(),
        process.templateName(),
        process.machineId(),
        process.machineName(),
        process.modelId(),
        process.failure(),
        header(point, evaluated, process),
        running && point != null ? point.remainingSeconds() : null,
        point,
        evaluated,
        process.createdAt(),
        point == null || point.time().isBefore(process.updatedAt())
            ? process.updatedAt()
            : point.time());
  }

  /** A process of which only measurements have come yet. */
  static ProcessView of(AttemptPoint newest, Optional<AttemptPoint> evaluation) {
    var point = newest.point();
    var evaluated =
        evaluation
            .filter(candidate -> candidate.attempt() == newest.attempt())
            .map(AttemptPoint::point)
            .orElse(null);
    return new ProcessView(
        newest.processId(),
        null,
        null,
        newest.attempt(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        header(point, evaluated, null),
        point.remainingSeconds(),
        point,
        evaluated,
        null,
        point.time());
  }

  private static Header header(MetricPoint point, MetricPoint evaluated, MonitoredProcess process) {
    return new Header(
        evaluated == null ? null : evaluated.averagePrecision(),
        point == null ? null : point.trainLoss(),
        point == null ? null : point.learningRate(),
        point == null ? null : point.imagesPerSecond(),
        process == null ? null : process.batchSize(),
        point == null ? null : (Integer) point.iteration(),
        process == null ? null : process.iterations(),
        point == null ? null : (Double) point.epoch(),
        process == null ? null : process.device());
  }
}
