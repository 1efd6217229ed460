package dev.trainyard.trainer.data;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when a file is no image that can be decoded. */
public class UnreadableImageException extends IOException {
  private final Path file;

  public UnreadableImageException(Path file, String reason, Throwable cause) {
    super(file.getFileName() + ": " + reason, cause);
    this.file = file;
  }

  /** The file that could not be decoded. */
  public Path file() {
    return file;
  }
}
