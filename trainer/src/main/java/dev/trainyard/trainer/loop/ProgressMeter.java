package dev.trainyard.trainer.loop;

/**
 * Measures training speed and guesses the remaining time. Evaluations and checkpoints count as time
 * that the run needs, but not as training. Fed with {@link System#nanoTime()}; not thread-safe.
 */
final class ProgressMeter {
  private static final double NANOS = 1e9;
  // Weight of the newest report in the running mean; speeds change slowly.
  private static final double SMOOTHING = 0.3;

  private final int iterations;
  private final int evaluationInterval;
  private final int batchSize;
  private final int testImages;
  private long pauseStarted;
  private long lastReport;
  private long pausedSinceReport;
  private int iterationAtReport;
  private double secondsPerIteration;
  private double secondsPerEvaluation;

  ProgressMeter(
      int iterations,
      int evaluationInterval,
      int batchSize,
      int testImages,
      int iteration,
      long now) {
    this.iterations = iterations;
    this.evaluationInterval = evaluationInterval;
    this.batchSize = batchSize;
    this.testImages = testImages;
    this.iterationAtReport = iteration;
    this.lastReport = now;
  }

  void pause(long now) {
    pauseStarted = now;
  }

  /** Ends a pause; returns its length in seconds. */
  double resume(long now) {
    pausedSinceReport += now - pauseStarted;
    return (now - pauseStarted) / NANOS;
  }

  void evaluationTook(double seconds) {
    secondsPerEvaluation = seconds;
  }

  double secondsSinceReport(long now) {
    return (now - lastReport) / NANOS;
  }

  /** Images per second since the last report, which this ends. */
  double report(int iteration, long now) {
    double seconds = Math.max(1e-9, (now - lastReport - pausedSinceReport) / NANOS);
    int done = iteration - iterationAtReport;
    if (done > 0) {
      double measured = seconds / done;
      // The first iteration prepares what the others use; it says little about them.
      boolean first = secondsPerIteration == 0 || iterationAtReport <= 1;
      secondsPerIteration =
          first ? measured : SMOOTHING * measured + (1 - SMOOTHING) * secondsPerIteration;
    }
    lastReport = now;
    pausedSinceReport = 0;
    iterationAtReport = iteration;
    return done * batchSize / seconds;
  }

  /** Seconds to the end of the run, with its evaluations. */
  double remainingSeconds(int iteration) {
    int evaluations = iterations / evaluationInterval - iteration / evaluationInterval;
    boolean lastOneExtra = iterations % evaluationInterval != 0 && iteration < iterations;
    // One more at the end: the archive is read back and evaluated.
    int total = evaluations + (lastOneExtra ? 1 : 0) + 1;
    // Until there was one: looking at an image takes about a third of learning from it.
    double perEvaluation =
        secondsPerEvaluation > 0
            ? secondsPerEvaluation
            : secondsPerIteration / batchSize / 3 * testImages;
    return (iterations - iteration) * secondsPerIteration + total * perEvaluation;
  }
}
