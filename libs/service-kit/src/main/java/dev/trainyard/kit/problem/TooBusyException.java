package dev.trainyard.kit.problem;

import java.time.Duration;

/** As much is being done as this service can do at once; the same request may succeed soon. */
public class TooBusyException extends ProblemException {
  private final Duration retryAfter;

  /**
   * @param detail what there is too much of
   * @param retryAfter when the client may try again, in whole seconds
   */
  public TooBusyException(String detail, Duration retryAfter) {
    super("too-busy", "Service unavailable", 503, detail);
    this.retryAfter = retryAfter;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
