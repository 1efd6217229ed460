package dev.trainyard.agent.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.agent.trainer.TrainerIdentity;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;

/**
 * All that the agent knows of a run, and keeps over its own restart. Immutable.
 *
 * @param report the newest report
 * @param iterations optimiser steps in all; 0 when unknown
 * @param iteration optimiser steps done
 * @param latest newest measurement; null before the first
 * @param latestEvaluation newest measurement with test-set values; null before the first
 * @param metricsSequence sequence of the newest metrics message; 0 before the first
 * @param trainer the trainer's operating-system process; null while none runs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunState(
    RunReport report,
    int iterations,
    int iteration,
    MetricPoint latest,
    MetricPoint latestEvaluation,
    long metricsSequence,
    TrainerIdentity trainer) {

  public RunState {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(report.processId(), "report.processId");
    Objects.requireNonNull(report.phase(), "report.phase");
  }

  /** A run of which nothing is known but one report. */
  static RunState of(RunReport report, int iterations) {
    return new RunState(report, iterations, 0, null, null, 0, null);
  }

  /** True when the run is over. */
  boolean isFinal() {
    return report.phase().isFinal();
  }

  RunState with(RunReport newest) {
    return new RunState(
        newest,
        iterations,
        iteration,
        latest,
        latestEvaluation,
        metricsSequence,
        newest.phase().isFinal() ? null : trainer);
  }

  RunState with(MetricPoint point) {
    var evaluated =
        point.averagePrecision() != null || point.accuracy() != null || point.testLoss() != null;
    return new RunState(
        report,
        iterations,
        point.iteration(),
        point,
        evaluated ? point : latestEvaluation,
        metricsSequence + 1,
        trainer);
  }

  RunState with(TrainerIdentity process) {
    return new RunState(
        report, iterations, iteration, latest, latestEvaluation, metricsSequence, process);
  }

  /** What a heartbeat says of this run at a moment. */
  ObservedRun observed(Instant now) {
    return new ObservedRun(
        report,
        iteration,
        iterations,
        remaining(now, MetricPoint::remainingSeconds),
        remaining(now, MetricPoint::remainingSecondsLow),
        remaining(now, MetricPoint::remainingSecondsHigh),
        latest,
        latestEvaluation);
  }

  /** The trainer's estimate, less the time since it was made. */
  private Double remaining(Instant now, Function<MetricPoint, Double> estimate) {
    if (isFinal() || latest == null || estimate.apply(latest) == null) {
      return null;
    }
    var age = latest.time() == null ? Duration.ZERO : Duration.between(latest.time(), now);
    return Math.max(0, estimate.apply(latest) - Math.max(0, age.toMillis() / 1_000.0));
  }
}
