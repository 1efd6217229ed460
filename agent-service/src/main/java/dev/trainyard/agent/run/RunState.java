package dev.trainyard.agent.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.agent.trainer.TrainerLog;
import dev.trainyard.contracts.machine.ObservedRun;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.process.LaunchStage;
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
 * @param stage the furthest launch stage that was reported; null before the first
 * @param trainer the trainer in work; null while none runs whose end is not dealt with
 * @param launches how often a trainer was launched in this attempt
 * @param resumes how often that was because one had died
 * @param relaunches how often it was launched again after its agent's restart, since a trainer of
 *     it said something
 * @param stopBy when a trainer that was told to stop is killed; null while none is
 * @param stopGrace what it was given when it was told to; null while none was
 * @param log how much of the log the broker has
 * @param undelivered what else the broker may not have
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunState(
    RunReport report,
    int iterations,
    int iteration,
    MetricPoint latest,
    MetricPoint latestEvaluation,
    long metricsSequence,
    LaunchStage stage,
    TrainerState trainer,
    int launches,
    int resumes,
    int relaunches,
    Instant stopBy,
    Duration stopGrace,
    TrainerLog.Position log,
    Undelivered undelivered) {

  public RunState {
    Objects.requireNonNull(report, "report");
    Objects.requireNonNull(report.processId(), "report.processId");
    Objects.requireNonNull(report.phase(), "report.phase");
    log = log == null ? TrainerLog.Position.START : log;
    undelivered = undelivered == null ? Undelivered.NOTHING : undelivered;
  }

  /** A run of which nothing is known but one report. */
  static RunState of(RunReport report, int iterations) {
    return new RunState(
        report, iterations, 0, null, null, 0, null, null, 0, 0, 0, null, null, null, null);
  }

  /** True when the run is over. */
  boolean isFinal() {
    return report.phase().isFinal();
  }

  /** With a new report, which is to be delivered. */
  RunState with(RunReport newest) {
    boolean advanced =
        newest.stage() != null && newest.failure() == null && !hasReached(newest.stage());
    return new RunState(
        newest,
        iterations,
        iteration,
        latest,
        latestEvaluation,
        metricsSequence,
        advanced ? newest.stage() : stage,
        newest.phase().isFinal() ? null : trainer,
        launches,
        resumes,
        relaunches,
        stopBy,
        stopGrace,
        log,
        undelivered.with(newest));
  }

  /** Whether this launch stage was reported before, of whichever launch. */
  boolean hasReached(LaunchStage other) {
    return stage != null && stage.compareTo(other) >= 0;
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
        stage,
        trainer,
        launches,
        resumes,
        relaunches,
        stopBy,
        stopGrace,
        log,
        undelivered);
  }

  /** With a trainer about to begin. */
  RunState launching() {
    return withTrainer(new TrainerState(launches + 1, 0, null), launches + 1, resumes, relaunches);
  }

  /** With a trainer whose end is dealt with: another one follows. */
  RunState relaunching(int resumesNow) {
    return withTrainer(null, launches, resumesNow, relaunches);
  }

  /** With the agent restarted once more before a trainer said anything. */
  RunState relaunchedUnheard() {
    return withTrainer(trainer, launches, resumes, relaunches + 1);
  }

  /** With a trainer that has said something. */
  RunState heard() {
    return relaunches == 0 ? this : withTrainer(trainer, launches, resumes, 0);
  }

  RunState with(TrainerState newest) {
    return withTrainer(newest, launches, resumes, relaunches);
  }

  RunState stoppingBy(Instant time, Duration grace) {
    return new RunState(
        report,
        iterations,
        iteration,
        latest,
        latestEvaluation,
        metricsSequence,
        stage,
        trainer,
        launches,
        resumes,
        relaunches,
        time,
        grace,
        log,
        undelivered);
  }

  /** What a trainer that was told to stop has left of its time; the clock may have been set. */
  Duration graceLeft(Instant now) {
    var left = stopBy == null ? Duration.ZERO : Duration.between(now, stopBy);
    if (left.isNegative()) {
      return Duration.ZERO;
    }
    return stopGrace != null && left.compareTo(stopGrace) > 0 ? stopGrace : left;
  }

  RunState with(TrainerLog.Position logDelivered) {
    return withDeliveries(logDelivered, undelivered);
  }

  RunState with(Undelivered left) {
    return withDeliveries(log, left);
  }

  private RunState withDeliveries(TrainerLog.Position newLog, Undelivered newUndelivered) {
    return new RunState(
        report,
        iterations,
        iteration,
        latest,
        latestEvaluation,
        metricsSequence,
        stage,
        trainer,
        launches,
        resumes,
        relaunches,
        stopBy,
        stopGrace,
        newLog,
        newUndelivered);
  }

  private RunState withTrainer(
      TrainerState newTrainer, int newLaunches, int newResumes, int newRelaunches) {
    return new RunState(
        report,
        iterations,
        iteration,
        latest,
        latestEvaluation,
        metricsSequence,
        stage,
        newTrainer,
        newLaunches,
        newResumes,
        newRelaunches,
        stopBy,
        stopGrace,
        log,
        undelivered);
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
