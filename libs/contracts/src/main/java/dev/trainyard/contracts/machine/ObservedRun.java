package dev.trainyard.contracts.machine;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.RunReport;

/**
 * The run a machine is really doing, or the last one it did.
 *
 * @param report the newest report of the run, repeated so that a lost one is made good
 * @param iteration optimiser steps done; 0 before the first
 * @param iterations optimiser steps in all
 * @param remainingSeconds estimated time to the end, upload included: the median; may be absent
 * @param remainingSecondsLow the end comes sooner than this in 5 % of cases; may be absent
 * @param remainingSecondsHigh the end comes later than this in 5 % of cases; may be absent
 * @param latest newest training measurement; may be absent
 * @param latestEvaluation newest point with test-set values; may be absent
 */
public record ObservedRun(
    RunReport report,
    int iteration,
    int iterations,
    @JsonInclude(NON_NULL) Double remainingSeconds,
    @JsonInclude(NON_NULL) Double remainingSecondsLow,
    @JsonInclude(NON_NULL) Double remainingSecondsHigh,
    @JsonInclude(NON_NULL) MetricPoint latest,
    @JsonInclude(NON_NULL) MetricPoint latestEvaluation) {}
