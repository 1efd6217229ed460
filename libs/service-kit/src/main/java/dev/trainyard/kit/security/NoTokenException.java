package dev.trainyard.kit.security;

/** This service cannot say who it is, so others would not answer it. */
public final class NoTokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoTokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
