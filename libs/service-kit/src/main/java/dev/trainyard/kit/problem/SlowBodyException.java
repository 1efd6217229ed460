package dev.trainyard.kit.problem;

/** The body came so slowly that it was not waited for. */
public class SlowBodyException extends ProblemException {
  public SlowBodyException(String detail) {
    super("request-timeout", "Request timeout", 408, detail);
  }
}
