package dev.trainyard.registry.archive;

import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.problem.Violation;
import java.util.List;

/** The uploaded archive is not what a model's archive must be; the model stays pending. */
public class InvalidArchiveException extends UnprocessableException {

  /**
   * @param field what is wrong: {@code archive}, an entry, or a field of {@code config.yaml}
   */
  public InvalidArchiveException(String field, String message) {
    this(List.of(new Violation(field, message)));
  }

  public InvalidArchiveException(List<Violation> violations) {
    super("The archive cannot be taken; upload a correct one, then complete again.", violations);
  }
}
