package dev.trainyard.kit.problem;

import java.time.Duration;
import java.util.Map;

/** More requests than one client may make; the same request will succeed later. */
public class TooManyRequestsException extends ProblemException {
  private static final long SECOND_NANOS = Duration.ofSeconds(1).toNanos();

  private final Duration retryAfter;

  /**
   * @param detail of what there was too much
   * @param retryAfter when the next request is served; goes into {@code Retry-After} in seconds,
   *     rounded up
   */
  public TooManyRequestsException(String detail, Duration retryAfter) {
    super("too-many-requests", "Too many requests", 429, detail);
    this.retryAfter = retryAfter;
  }

  @Override
  public Map<String, String> headers() {
    var seconds = (retryAfter.toNanos() + SECOND_NANOS - 1) / SECOND_NANOS;
    return Map.of("Retry-After", String.valueOf(Math.max(1, seconds)));
  }
}
