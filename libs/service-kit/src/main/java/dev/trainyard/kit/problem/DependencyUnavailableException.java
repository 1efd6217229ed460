package dev.trainyard.kit.problem;

import java.util.Map;

/** Another service or the storage does not answer; the same request may succeed later. */
public class DependencyUnavailableException extends ProblemException {
  private final String dependency;

  /**
   * @param dependency who does not answer, such as {@code model-registry-service}
   */
  public DependencyUnavailableException(String dependency, Throwable cause) {
    super(
        "dependency-unavailable",
        "Service unavailable",
        503,
        dependency + " does not answer at the moment; nothing was changed. Try again later.",
        cause);
    this.dependency = dependency;
  }

  @Override
  public Map<String, Object> fields() {
    return Map.of("dependency", dependency);
  }
}
