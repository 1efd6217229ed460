package dev.trainyard.contracts.metrics;

import java.util.List;
import java.util.UUID;

/**
 * Measurements of a run, in order. Idempotent by {@code (processId, attempt, sequence)}.
 *
 * @param processId the process
 * @param machineId the machine
 * @param attempt the attempt
 * @param sequence from 1, one more with each message of the attempt
 * @param points one or more rows, by iteration
 */
public record MetricsReported(
    UUID processId, UUID machineId, int attempt, long sequence, List<MetricPoint> points) {
  public MetricsReported {
    points = List.copyOf(points);
  }
}
