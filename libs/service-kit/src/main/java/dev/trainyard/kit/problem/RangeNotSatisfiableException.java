package dev.trainyard.kit.problem;

import java.util.Map;

/** A range of bytes that begins behind the end of what there is (RFC 9110, section 15.5.17). */
public class RangeNotSatisfiableException extends ProblemException {
  private final long sizeBytes;

  /**
   * @param sizeBytes of the whole
   */
  public RangeNotSatisfiableException(long sizeBytes) {
    super(
        "range-not-satisfiable",
        "Range not satisfiable",
        416,
        "There are %d bytes, counted from 0; ask for some of these.".formatted(sizeBytes));
    this.sizeBytes = sizeBytes;
  }

  @Override
  public Map<String, Object> fields() {
    return Map.of("sizeBytes", sizeBytes);
  }

  @Override
  public Map<String, String> headers() {
    return Map.of("Content-Range", "bytes */" + sizeBytes);
  }
}
