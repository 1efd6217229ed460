package dev.trainyard.kit.problem;

import java.time.Duration;
import java.util.Map;

/** All places for this kind of work are taken; the same request will succeed later. */
public class BusyException extends ProblemException {
  private final Duration retryAfter;

  /**
   * @param detail what is taken, and that the client is to come again
   * @param retryAfter when it is worth another try; goes into {@code Retry-After} in whole seconds
   */
  public BusyException(String detail, Duration retryAfter) {
    super("busy", "Service unavailable", 503, detail);
    this.retryAfter = retryAfter;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds())));
  }
}
