package dev.trainyard.kit.problem;

/** The client changes something it has not seen in its present form. */
public class PreconditionException extends ProblemException {
  private PreconditionException(String kind, String title, int status, String detail) {
    super(kind, title, status, detail);
  }

  /** {@code If-Match} names another version than the present one. */
  public static PreconditionException failed(String presentTag) {
    return new PreconditionException(
        "precondition-failed",
        "Precondition failed",
        412,
        "It was changed in the meantime and is now "
            + presentTag
            + ". Read it again, apply the change to what you see, and send its ETag in If-Match.");
  }

  /** {@code If-Match} is absent. */
  public static PreconditionException required() {
    return new PreconditionException(
        "precondition-required",
        "Precondition required",
        428,
        "Send the ETag of the version you have seen in If-Match, so that no other change is lost.");
  }
}
