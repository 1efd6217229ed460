package dev.trainyard.kit.problem;

import java.util.Map;

/** Another service or the storage does not answer; the same request may succeed later. */
public class DependencyUnavailableException extends ProblemException {
  private final String dependency;

  /**
   * @param dependency who does not answer, such as {@code model-registry-service}
   */
  public DependencyUnavailableException(String dependency, Throwable cause) {
    this(
        dependency,
        dependency + " does not answer at the moment; nothing was changed. Try again later.",
        cause);
  }

  private DependencyUnavailableException(String dependency, String detail, Throwable cause) {
    super("dependency-unavailable", "Service unavailable", 503, detail, cause);
    this.dependency = dependency;
  }

  /** The service's own database: when it goes away at a commit, nobody knows what became of it. */
  static DependencyUnavailableException database(Throwable cause) {
    return new DependencyUnavailableException(
        "database",
        "The database does not answer at the moment. Try again later; if this was a change, look"
            + " first whether it was made.",
        cause);
  }

  @Override
  public Map<String, Object> fields() {
    return Map.of("dependency", dependency);
  }
}
