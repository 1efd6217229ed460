package dev.trainyard.monitoring.metrics;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.trainyard.contracts.metrics.MetricPoint;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A measurement and where it stands in the run and in the stream.
 *
 * @param processId the process
 * @param position grows with every point that comes; what a stream is resumed after
 * @param attempt the attempt
 * @param point what was measured
 */
@Schema(description = "One event of the metrics stream: a point and its attempt.")
public record AttemptPoint(
    @JsonIgnore UUID processId,
    @JsonIgnore long position,
    @Schema(examples = "1") int attempt,
    @JsonUnwrapped MetricPoint point) {

  /** This point with what an earlier row of the same iteration has beside it. */
  AttemptPoint completedBy(AttemptPoint earlier) {
    if (earlier.point.iteration() != point.iteration()) {
      return this;
    }
    var other = earlier.point;
    return new AttemptPoint(
        processId,
        position,
        attempt,
        new MetricPoint(
            point.iteration(),
            point.epoch(),
            point.time(),
            either(point.learningRate(), other.learningRate()),
            either(point.trainLoss(), other.trainLoss()),
            either(point.imagesPerSecond(), other.imagesPerSecond()),
            either(point.remainingSeconds(), other.remainingSeconds()),
            either(point.remainingSecondsLow(), other.remainingSecondsLow()),
            either(point.remainingSecondsHigh(), other.remainingSecondsHigh()),
            either(point.averagePrecision(), other.averagePrecision()),
            either(point.accuracy(), other.accuracy()),
            either(point.testLoss(), other.testLoss()),
            both(other.scalars(), point.scalars())));
  }

  private static Map<String, Double> both(Map<String, Double> earlier, Map<String, Double> later) {
    if (earlier == null || later == null) {
      return later == null ? earlier : later;
    }
    var all = new HashMap<>(earlier);
    all.putAll(later);
    return all;
  }

  private static Double either(Double value, Double other) {
    return value != null ? value : other;
  }
}
