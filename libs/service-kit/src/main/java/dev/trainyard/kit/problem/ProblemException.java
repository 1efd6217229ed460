package dev.trainyard.kit.problem;

import java.util.List;
import java.util.Map;

/**
 * An error with an answer for the client. Each kind owns its type, status and fields; {@link
 * ProblemMapper} is the one place that turns it into HTTP.
 */
public abstract class ProblemException extends RuntimeException {
  private final String kind;
  private final String title;
  private final int status;

  /**
   * @param kind last part of the problem type, such as {@code machine-busy}
   * @param title the kind in words
   * @param status the HTTP status
   * @param detail what happened and what the client can do
   */
  protected ProblemException(String kind, String title, int status, String detail) {
    this(kind, title, status, detail, null);
  }

  protected ProblemException(
      String kind, String title, int status, String detail, Throwable cause) {
    super(detail, cause);
    this.kind = kind;
    this.title = title;
    this.status = status;
  }

  public int status() {
    return status;
  }

  /** Wrong fields of the request; empty unless the kind is about them. */
  public List<Violation> violations() {
    return List.of();
  }

  /** Further members of the problem body. */
  public Map<String, Object> fields() {
    return Map.of();
  }

  /** Headers of the answer beside the media type, such as {@code Retry-After}. */
  public Map<String, String> headers() {
    return Map.of();
  }

  Problem toProblem(String instance) {
    return new Problem(
        "urn:trainyard:problem:" + kind,
        title,
        status,
        getMessage(),
        instance,
        violations(),
        fields());
  }
}
