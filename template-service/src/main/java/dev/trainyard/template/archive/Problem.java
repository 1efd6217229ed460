package dev.trainyard.template.archive;

import dev.trainyard.kit.problem.Violation;
import java.util.Comparator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that is wrong with an archive.
 *
 * @param file path in the archive that was sent; null when the archive as a whole is meant
 * @param otherFile the other one of two files that do not go together; null when there is none
 * @param message what is wrong with the file and what to do, without its name
 */
@Schema(
    name = "DatasetProblem",
    examples =
        "{\"severity\": \"WARNING\", \"code\": \"LEAK\", \"file\": \"test/letter/7.png\","
            + " \"otherFile\": \"train/letter/3.png\", \"message\": \"the same image is in the"
            + " train set as train/letter/3.png, so the test is too easy\"}")
public record Problem(
    Severity severity, ProblemCode code, String file, String otherFile, String message) {
  private static final int MAX_MESSAGE_CHARACTERS = 1_000;

  static final Comparator<Problem> GRAVEST_FIRST =
      Comparator.comparing(Problem::code)
          .thenComparing(Problem::file, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Problem::message);

  static Problem of(ProblemCode code, String file, String otherFile, String message) {
    // Readers of images put bytes of the file into their messages.
    return new Problem(
        code.severity(), code, file, otherFile, ShownText.of(message, MAX_MESSAGE_CHARACTERS));
  }

  /** As one line of text. */
  String text() {
    return file == null ? message : file + ": " + message;
  }

  Violation violation() {
    return new Violation(file == null ? "archive" : file, message);
  }
}
