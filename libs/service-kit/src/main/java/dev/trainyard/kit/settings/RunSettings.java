package dev.trainyard.kit.settings;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a service runs, whichever it is. */
@ConfigMapping(prefix = "trainyard")
public interface RunSettings {
  /** What is told of a share that is refused. */
  String SHARE = "is ${validatedValue}, but must be 0 to 1";

  /** Whether the log is one JSON object a line. */
  boolean logJson();

  /** Share of requests whose traces are exported to where the exporter's endpoint is. */
  @DecimalMin(value = "0", message = SHARE) @DecimalMax(value = "1", message = SHARE) double traceRatio();

  /** Origins of frontends, whose scripts browsers let ask the service; none when absent. */
  Optional<List<String>> corsOrigins();

  /** How far the service's clock is off, such as {@code PT5M} or {@code -PT5M}; only for tests. */
  Duration clockOffset();

  /** Whether the service ends with its standard input, and so with the launcher that holds it. */
  boolean exitWithParent();
}
