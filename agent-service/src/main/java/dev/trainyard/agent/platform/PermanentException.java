package dev.trainyard.agent.platform;

import java.io.IOException;

/** A failure that trying again cannot mend. */
public class PermanentException extends IOException {
  public PermanentException(String message) {
    super(message);
  }

  public PermanentException(String message, Throwable cause) {
    super(message, cause);
  }
}
