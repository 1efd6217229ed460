package dev.trainyard.backends;

/** A backend that could not be started or used; the message says why in words for its user. */
public class BackendException extends RuntimeException {

  /**
   * @param message what went wrong and what to do about it
   */
  public BackendException(String message) {
    super(message);
  }

  /**
   * @param message what went wrong and what to do about it
   * @param cause what was caught
   */
  public BackendException(String message, Throwable cause) {
    super(message, cause);
  }
}
