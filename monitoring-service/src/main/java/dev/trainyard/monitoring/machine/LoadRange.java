package dev.trainyard.monitoring.machine;

import dev.trainyard.kit.problem.InvalidRequestException;
import dev.trainyard.monitoring.query.QueryValues;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which time of the history of machines is wanted, and in how many steps. */
public class LoadRange {
  private static final int MAX_POINTS = 10_000;
  private static final Duration BY_DEFAULT = Duration.ofDays(1);

  @QueryParam("from")
  @Parameter(
      description = "Start of the range in ISO 8601; by default a day before its end.",
      example = "2026-11-23T00:00:00Z")
  String from;

  @QueryParam("to")
  @Parameter(
      description = "End of the range in ISO 8601; by default now.",
      example = "2026-11-24T00:00:00Z")
  String to;

  @QueryParam("maxPoints")
  @DefaultValue("500")
  @Min(2) @Max(MAX_POINTS) @Parameter(
      description =
          "Steps at most that the range is divided into, 2 to 10000; a step is a minute or longer,"
              + " an hour or longer when the range begins more than two days ago.")
  int maxPoints;

  /**
   * @throws InvalidRequestException if a time is none, or the range ends before it begins
   */
  TimeSteps steps(Instant now) {
    var end = QueryValues.instant("to", to).orElse(now);
    var start = QueryValues.instant("from", from).orElse(end.minus(BY_DEFAULT));
    if (!start.isBefore(end)) {
      throw new InvalidRequestException("from", "must be before to, which is " + end);
    }
    var unit =
        start.isBefore(LoadHistoryWriter.minutesKeptFrom(now))
            ? Duration.ofHours(1)
            : Duration.ofMinutes(1);
    return TimeSteps.of(start, end, maxPoints, unit);
  }
}
