package dev.trainyard.monitoring.status;

/** A part of the platform does not work; the message says why, for people. */
final class PartDownException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PartDownException(String message) {
    super(message);
  }

  PartDownException(String message, Throwable cause) {
    super(message, cause);
  }
}
