package dev.trainyard.registry.archive;

import dev.trainyard.kit.problem.ProblemException;

/** A client went away in the middle of an upload; hardly anybody hears the answer. */
public class UploadBrokenOffException extends ProblemException {

  UploadBrokenOffException(Throwable cause) {
    super(
        "upload-broken-off",
        "Upload broken off",
        400,
        "The upload did not come to its end; nothing was stored. Send it again.",
        cause);
  }
}
