package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which values of a process are wanted. */
public class MetricsQuery {
  private static final int MAX_POINTS = 10_000;

  @QueryParam("metric")
  @Parameter(
      description =
          "A metric, several times for several; by default learningRate, trainLoss and"
              + " averagePrecision.")
  List<String> metrics;

  @QueryParam("fromIteration")
  @DefaultValue("0")
  @Min(0) @Parameter(description = "First iteration of the range.")
  int fromIteration;

  @QueryParam("toIteration")
  @DefaultValue("2147483647")
  @Min(0) @Parameter(description = "Last iteration of the range.")
  int toIteration;

  @QueryParam("attempt")
  @Min(1) @Parameter(description = "The attempt; by default the newest that has points.")
  Integer attempt;

  @QueryParam("maxPoints")
  @DefaultValue("1000")
  @Min(4) @Max(MAX_POINTS) @Parameter(
      description =
          "A longer curve is drawn from this many of its values at most, 4 to 10000; the smallest"
              + " and the largest of each stretch are among them.")
  int maxPoints;

  /**
   * @throws InvalidRequestException if the range ends before it begins, or there is no such metric
   */
  MetricsQuery checked() {
    if (fromIteration > toIteration) {
      throw new InvalidRequestException("fromIteration", "must not be greater than toIteration");
    }
    wanted();
    return this;
  }

  /** The metrics that are asked for, each once. */
  List<Metric> wanted() {
    if (metrics == null || metrics.isEmpty()) {
      return List.of(Metric.LEARNING_RATE, Metric.TRAIN_LOSS, Metric.AVERAGE_PRECISION);
    }
    return metrics.stream().map(MetricsQuery::named).distinct().toList();
  }

  private static Metric named(String name) {
    return Metric.named(name)
        .orElseThrow(
            () ->
                new InvalidRequestException(
                    "metric",
                    "must be one of "
                        + Arrays.stream(Metric.values())
                            .map(Metric::jsonName)
                            .collect(Collectors.joining(", "))));
  }
}
