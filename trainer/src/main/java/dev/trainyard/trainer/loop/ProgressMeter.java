package dev.trainyard.trainer.loop;

import dev.trainyard.trainer.remaining.RemainingTime;

/**
 * Measures training speed and feeds the guess of the remaining time. Evaluations and checkpoints
 * count as time that the run needs, but not as training. Fed with {@link System#nanoTime()}; not
 * thread-safe.
 */
final class ProgressMeter {
  private static final double NANOS = 1e9;

  private final RemainingTime remaining;
  private final int batchSize;
  private long pauseStarted;
  private long lastReport;
  private long pausedSinceReport;
  private int iterationAtReport;
  private int iteration;
  private long lastIteration;
  private long pausedSinceIteration;
  private long waitedNanos;

  ProgressMeter(RemainingTime remaining, int batchSize, int iteration, long now) {
    this.remaining = remaining;
    this.batchSize = batchSize;
    this.iteration = iteration;
    this.iterationAtReport = iteration;
    this.lastReport = now;
    this.lastIteration = now;
  }

  /**
   * Ends an iteration; it began where the one before ended.
   *
   * @param waited nanoseconds that all iterations together waited for images
   */
  void iterated(long now, long waited) {
    double seconds = Math.max(0, now - lastIteration - pausedSinceIteration) / NANOS;
    remaining.iterationTook(seconds, Math.max(0, waited - waitedNanos) / NANOS);
    iteration++;
    lastIteration = now;
    pausedSinceIteration = 0;
    waitedNanos = waited;
  }

  void pause(long now) {
    pauseStarted = now;
  }

  /** Ends a pause that was an evaluation. */
  void evaluated(long now) {
    remaining.evaluationTook(resume(now));
  }

  /** Ends a pause that was a checkpoint. */
  void checkpointed(long now) {
    remaining.checkpointTook(resume(now));
  }

  private double resume(long now) {
    long paused = now - pauseStarted;
    pausedSinceReport += paused;
    pausedSinceIteration += paused;
    return paused / NANOS;
  }

  double secondsSinceReport(long now) {
    return (now - lastReport) / NANOS;
  }

  /** Images per second since the last report, which this ends. */
  double report(long now) {
    double seconds = Math.max(1e-9, (now - lastReport - pausedSinceReport) / NANOS);
    int done = iteration - iterationAtReport;
    lastReport = now;
    pausedSinceReport = 0;
    iterationAtReport = iteration;
    return done * batchSize / seconds;
  }
}
