package dev.trainyard.monitoring.metrics;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * An attempt of a process that has measurements.
 *
 * @param id its key in the database
 * @param processId the process
 * @param attempt the attempt
 * @param lastIteration the highest iteration that was measured
 * @param points how many points have come
 * @param scalars names of the values that the training has named itself, in order
 * @param firstReceivedAt when the first came; no point lies in a partition before it
 */
record MetricRun(
    long id,
    UUID processId,
    int attempt,
    int lastIteration,
    long points,
    List<String> scalars,
    Instant firstReceivedAt) {

  /** All that it can have curves of. */
  List<Quantity> quantities() {
    return Stream.concat(
            Arrays.stream(Metric.values()).map(Quantity::of), scalars.stream().map(Quantity::new))
        .toList();
  }
}
