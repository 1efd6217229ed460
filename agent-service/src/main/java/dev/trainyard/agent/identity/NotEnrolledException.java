package dev.trainyard.agent.identity;

import java.io.IOException;

/** The platform does not know this agent; it may be enrolled later. */
public final class NotEnrolledException extends IOException {
  private static final long serialVersionUID = 1L;

  NotEnrolledException(String message, IOException cause) {
    super(message, cause);
  }
}
