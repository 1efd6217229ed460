package dev.trainyard.monitoring.metrics;

import dev.trainyard.kit.problem.InvalidRequestException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which points of a process are wanted. */
public class MetricsQuery {
  private static final int MAX_POINTS = 100_000;

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
  @DefaultValue("10000")
  @Min(1) @Max(MAX_POINTS) @Parameter(description = "A longer range is thinned evenly to about this many, 1 to 100000.")
  int maxPoints;

  /**
   * @throws InvalidRequestException if the range ends before it begins
   */
  MetricsQuery checked() {
    if (fromIteration > toIteration) {
      throw new InvalidRequestException("fromIteration", "must not be greater than toIteration");
    }
    return this;
  }
}
