package dev.trainyard.agent.model;

import dev.trainyard.contracts.metrics.MetricPoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Adds to the trainer's remaining time what comes after the trainer: the upload of the model and
 * the registry's check. That is the time of the last {@value #KEPT} uploads since the agent's
 * start: archives of one machine are mostly of one size, and the network's speed is in it. Before
 * the first it is a modest prior. Thread-safe.
 */
@ApplicationScoped
public class UploadTimes {
  private static final int KEPT = 8;
  private static final double PRIOR_LOW = 0.5;
  private static final double PRIOR = 2;
  private static final double PRIOR_HIGH = 15;
  // The next upload may be so much faster or slower than any before.
  private static final double UNSEEN = 1.5;

  private final Deque<Double> seconds = new ArrayDeque<>();

  /** An upload and its check are done. */
  synchronized void took(Duration time) {
    seconds.addLast(time.toMillis() / 1e3);
    if (seconds.size() > KEPT) {
      seconds.removeFirst();
    }
  }

  /** The same measurement, its remaining time with the upload. What is absent stays absent. */
  public synchronized MetricPoint addedTo(MetricPoint point) {
    return new MetricPoint(
        point.iteration(),
        point.epoch(),
        point.time(),
        point.learningRate(),
        point.trainLoss(),
        point.imagesPerSecond(),
        sum(point.remainingSeconds(), median()),
        sum(point.remainingSecondsLow(), low()),
        sum(point.remainingSecondsHigh(), high()),
        point.averagePrecision(),
        point.accuracy(),
        point.testLoss(),
        point.scalars());
  }

  private double median() {
    var sorted = seconds.stream().sorted().toList();
    return sorted.isEmpty() ? PRIOR : sorted.get(sorted.size() / 2);
  }

  private double low() {
    return seconds.stream().min(Double::compare).map(least -> least / UNSEEN).orElse(PRIOR_LOW);
  }

  private double high() {
    return seconds.stream().max(Double::compare).map(most -> most * UNSEEN).orElse(PRIOR_HIGH);
  }

  private static Double sum(Double trainer, double upload) {
    return trainer == null ? null : Double.valueOf(trainer + upload);
  }
}
