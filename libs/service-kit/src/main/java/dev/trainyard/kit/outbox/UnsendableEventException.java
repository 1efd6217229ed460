package dev.trainyard.kit.outbox;

/** An event that this version of the service cannot send, however often it tries. */
final class UnsendableEventException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsendableEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
