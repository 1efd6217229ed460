package dev.trainyard.registry.archive;

import dev.trainyard.kit.problem.ConflictException;
import java.util.Map;

/** There is nothing where a model's archive should have been uploaded to. */
public class UploadMissingException extends ConflictException {
  UploadMissingException() {
    super("upload-missing", "The archive was not uploaded yet: PUT it first.", Map.of());
  }
}
