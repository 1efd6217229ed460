package dev.trainyard.kit.problem;

import java.util.Map;

/** What was sent is larger than allowed. */
public class PayloadTooLargeException extends ProblemException {
  private final long limitBytes;

  public PayloadTooLargeException(String detail, long limitBytes) {
    super("payload-too-large", "Payload too large", 413, detail);
    this.limitBytes = limitBytes;
  }

  @Override
  public Map<String, Object> fields() {
    return Map.of("limitBytes", limitBytes);
  }
}
