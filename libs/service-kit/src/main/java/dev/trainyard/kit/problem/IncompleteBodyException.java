package dev.trainyard.kit.problem;

/** The client stopped sending before its body was whole; it will hardly see the answer. */
public class IncompleteBodyException extends ProblemException {
  public IncompleteBodyException(Throwable cause) {
    super(
        "incomplete-body",
        "Bad request",
        400,
        "The body did not arrive whole, and nothing of it was kept. Send it again.",
        cause);
  }
}
