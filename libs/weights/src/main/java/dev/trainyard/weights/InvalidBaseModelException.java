package dev.trainyard.weights;

import java.io.IOException;

/**
 * Thrown when a file cannot serve as a base model; the message says what is wrong and what to do.
 * Nothing in such a file is ever executed.
 */
public class InvalidBaseModelException extends IOException {
  public InvalidBaseModelException(String message) {
    super(message);
  }

  public InvalidBaseModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
