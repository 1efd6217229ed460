package dev.trainyard.agent.command;

/** A command that must not be obeyed. */
final class RefusedCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedCommandException(String message) {
    super(message);
  }
}
