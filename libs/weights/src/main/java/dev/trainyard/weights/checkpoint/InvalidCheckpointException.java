package dev.trainyard.weights.checkpoint;

import java.io.IOException;

/**
 * Thrown when a file is no PyTorch checkpoint that can be read: damaged, of another format, or
 * holding anything but tensors. Nothing in such a file is ever executed.
 */
public class InvalidCheckpointException extends IOException {
  public InvalidCheckpointException(String message) {
    super(message);
  }

  public InvalidCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
