package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.monitoring.query.QueryValues;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which values of a run are wanted: of what, from where to where, and how many at most. */
public class MetricsQuery {
  private static final int MAX_POINTS = 10_000;
  private static final int MAX_METRICS = 100;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  @QueryParam("metric")
  @Parameter(
      description =
          "A metric, several times for several; by default learningRate, trainLoss and"
              + " averagePrecision. Also the name of a value that the training has named itself.")
  List<String> metrics;

  @QueryParam("fromIteration")
  @Min(0) @Parameter(description = "First iteration of the range.")
  Integer fromIteration;

  @QueryParam("toIteration")
  @Min(0) @Parameter(description = "Last iteration of the range.")
  Integer toIteration;

  @QueryParam("fromEpoch")
  @Min(0) @Parameter(description = "First epoch of the range; instead of iterations.", example = "1.5")
  Double fromEpoch;

  @QueryParam("toEpoch")
  @Min(0) @Parameter(description = "Last epoch of the range; instead of iterations.", example = "3")
  Double toEpoch;

  @QueryParam("fromTime")
  @Parameter(
      description = "First time of the range, by the machine's clock; instead of iterations.",
      example = "2026-11-23T12:00:00Z")
  String fromTime;

  @QueryParam("toTime")
  @Parameter(
      description = "Last time of the range, by the machine's clock; instead of iterations.",
      example = "2026-11-23T12:10:00Z")
  String toTime;

  @QueryParam("maxPoints")
  @DefaultValue("1000")
  @Min(4) @Max(MAX_POINTS) @Parameter(
      description =
          "A longer curve is drawn from this many of its values at most, 4 to 10000; the smallest"
              + " and the largest of each stretch are among them.")
  int maxPoints;

  /** From here to there; both ends belong to it. */
  record Ends<T>(T from, T to) {}

  /**
   * @throws InvalidRequestException if a range ends before it begins, there are two kinds of
   *     ranges, a time is malformed, or nothing can have the name of a metric
   */
  MetricsQuery checked() {
    var iterations = ends("Iteration", fromIteration, toIteration, 0, Integer.MAX_VALUE);
    var kinds = Stream.of(iterations, epochs(), times()).filter(Optional::isPresent).count();
    if (kinds > 1) {
      throw new InvalidRequestException(
          times().isPresent() ? "fromTime" : "fromEpoch",
          "must not be given beside a range of another kind: iterations, epochs or times");
    }
    wanted();
    return this;
  }

  /** The metrics that are asked for, each once. */
  List<Quantity> wanted() {
    if (metrics == null || metrics.isEmpty()) {
      return Stream.of(Metric.LEARNING_RATE, Metric.TRAIN_LOSS, Metric.AVERAGE_PRECISION)
          .map(Quantity::of)
          .toList();
    }
    if (metrics.size() > MAX_METRICS) {
      throw new InvalidRequestException(
          "metric", "must be given %d times at most".formatted(MAX_METRICS));
    }
    return metrics.stream().map(MetricsQuery::named).distinct().toList();
  }

  /** The range where it is not one of epochs or times. */
  MetricCurves.Range iterations() {
    return new MetricCurves.Range(
        fromIteration == null ? 0 : fromIteration,
        toIteration == null ? Integer.MAX_VALUE : toIteration);
  }

  Optional<Ends<Double>> epochs() {
    return ends("Epoch", fromEpoch, toEpoch, 0.0, Double.MAX_VALUE);
  }

  Optional<Ends<Instant>> times() {
    return ends(
        "Time",
        QueryValues.instant("fromTime", fromTime).orElse(null),
        QueryValues.instant("toTime", toTime).orElse(null),
        Instant.EPOCH,
        LAST);
  }

  private static <T extends Comparable<T>> Optional<Ends<T>> ends(
      String what, T from, T to, T first, T last) {
    if (from == null && to == null) {
      return Optional.empty();
    }
    var ends = new Ends<>(from == null ? first : from, to == null ? last : to);
    if (ends.from().compareTo(ends.to()) > 0) {
      throw new InvalidRequestException(
          "from" + what, "must not be greater than to%s".formatted(what));
    }
    return Optional.of(ends);
  }

  private static Quantity named(String name) {
    if (!Quantity.isName(name)) {
      throw new InvalidRequestException(
          "metric",
          "must be one of %s, or the name of a value that the training has named itself"
              .formatted(
                  Arrays.stream(Metric.values())
                      .map(Metric::jsonName)
                      .collect(Collectors.joining(", "))));
    }
    return new Quantity(name);
  }
}
