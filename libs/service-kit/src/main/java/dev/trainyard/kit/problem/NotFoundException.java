package dev.trainyard.kit.problem;

/** What was asked for does not exist. */
public class NotFoundException extends ProblemException {

  /**
   * @param kind what was looked for, in lower case: {@code project}
   * @param id the id that nothing has
   */
  public NotFoundException(String kind, Object id) {
    super("not-found", "Not found", 404, "There is no " + kind + " " + id + ".");
  }
}
