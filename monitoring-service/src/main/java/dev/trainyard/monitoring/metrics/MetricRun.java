package dev.trainyard.monitoring.metrics;

import java.time.Instant;
import java.util.UUID;

/**
 * An attempt of a process that has measurements.
 *
 * @param id its key in the database
 * @param processId the process
 * @param attempt the attempt
 * @param lastIteration the highest iteration that was measured
 * @param points how many points have come
 * @param firstReceivedAt when the first came; no point lies in a partition before it
 */
record MetricRun(
    long id,
    UUID processId,
    int attempt,
    int lastIteration,
    long points,
    Instant firstReceivedAt) {}
