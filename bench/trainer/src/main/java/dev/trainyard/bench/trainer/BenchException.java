package dev.trainyard.bench.trainer;

/** The benchmark cannot go on; the message says what the user can do. */
public final class BenchException extends RuntimeException {
  public BenchException(String message) {
    super(message);
  }

  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
