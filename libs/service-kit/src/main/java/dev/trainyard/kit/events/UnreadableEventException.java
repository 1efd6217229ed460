package dev.trainyard.kit.events;

/** A message that no retry can make readable; it belongs in the dead-letter topic. */
public class UnreadableEventException extends RuntimeException {
  public UnreadableEventException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
