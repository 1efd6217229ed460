package dev.trainyard.process.process;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.metrics.MetricPoint;

/**
 * How far a run is, by its machine's last heartbeat.
 *
 * @param iteration optimiser steps done
 * @param iterations optimiser steps in all
 * @param remainingSeconds estimated time to the end; may be absent
 * @param remainingSecondsLow it ends sooner than this in 5 % of cases; may be absent
 * @param remainingSecondsHigh it ends later than this in 5 % of cases; may be absent
 * @param latest newest measurement; may be absent
 * @param latestEvaluation newest measurement on the test set; may be absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Progress(
    int iteration,
    int iterations,
    Double remainingSeconds,
    Double remainingSecondsLow,
    Double remainingSecondsHigh,
    MetricPoint latest,
    MetricPoint latestEvaluation) {
  static Progress of(ObservedRun run) {
    return new Progress(
        run.iteration(),
        run.iterations(),
        run.remainingSeconds(),
        run.remainingSecondsLow(),
        run.remainingSecondsHigh(),
        run.latest(),
        run.latestEvaluation());
  }
}
