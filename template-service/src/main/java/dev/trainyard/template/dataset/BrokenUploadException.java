package dev.trainyard.template.dataset;

import dev.trainyard.kit.problem.ProblemException;
import java.io.IOException;

/** An archive or image stopped arriving before its end. */
class BrokenUploadException extends ProblemException {
  BrokenUploadException(IOException cause) {
    super(
        "upload-broken-off",
        "Upload broken off",
        400,
        "What is sent did not arrive as a whole; nothing was stored. Send it again.",
        cause);
  }
}
