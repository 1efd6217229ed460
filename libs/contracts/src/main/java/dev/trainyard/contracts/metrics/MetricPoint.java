package dev.trainyard.contracts.metrics;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/**
 * What was measured at one iteration. Values that were not measured there are absent.
 *
 * @param iteration optimiser steps done, from 1
 * @param epoch passes over the train set done, fractional
 * @param time when it was measured
 * @param learningRate learning rate of this iteration
 * @param trainLoss mean loss since the last point
 * @param imagesPerSecond training speed since the last point, evaluation excluded
 * @param remainingSeconds estimated time to the end of the run: the median
 * @param remainingSecondsLow the end comes sooner than this in 5 % of cases
 * @param remainingSecondsHigh the end comes later than this in 5 % of cases
 * @param averagePrecision macro average precision on the test set, 0 to 1
 * @param accuracy top-1 accuracy on the test set, 0 to 1
 * @param testLoss mean loss on the test set
 */
public record MetricPoint(
    @JsonPropertyDescription("Optimiser steps done.") int iteration,
    @JsonPropertyDescription("Passes over the train set done.") double epoch,
    @JsonPropertyDescription("When it was measured.") Instant time,
    @JsonPropertyDescription("Learning rate of this iteration.") @JsonInclude(NON_NULL)
        Double learningRate,
    @JsonPropertyDescription("Mean loss since the last point.") @JsonInclude(NON_NULL)
        Double trainLoss,
    @JsonPropertyDescription("Training speed since the last point.") @JsonInclude(NON_NULL)
        Double imagesPerSecond,
    @JsonPropertyDescription("Estimated seconds to the end of the run.") @JsonInclude(NON_NULL)
        Double remainingSeconds,
    @JsonPropertyDescription("Seconds to the end of the run, 5 % quantile.") @JsonInclude(NON_NULL)
        Double remainingSecondsLow,
    @JsonPropertyDescription("Seconds to the end of the run, 95 % quantile.") @JsonInclude(NON_NULL)
        Double remainingSecondsHigh,
    @JsonPropertyDescription("Macro average precision on the test set.") @JsonInclude(NON_NULL)
        Double averagePrecision,
    @JsonPropertyDescription("Top-1 accuracy on the test set.") @JsonInclude(NON_NULL)
        Double accuracy,
    @JsonPropertyDescription("Mean loss on the test set.") @JsonInclude(NON_NULL)
        Double testLoss) {}
