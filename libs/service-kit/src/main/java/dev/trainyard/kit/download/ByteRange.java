package dev.trainyard.kit.download;

import dev.trainyard.kit.problem.RangeNotSatisfiableException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Some of the bytes of something, counted from 0 (RFC 9110, section 14.1.2).
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, which belongs to the range
 */
record ByteRange(long first, long last) {
  /** One range; several at once are answered with the whole, as the standard allows. */
  private static final Pattern ONE_RANGE =
      Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

  /**
   * The range that a client asks for; empty for the whole, which is also the answer to what is no
   * range.
   *
   * @param header {@code Range} as it was sent; null when absent
   * @param sizeBytes of the whole
   * @throws RangeNotSatisfiableException if none of it is there
   */
  static Optional<ByteRange> of(String header, long sizeBytes) {
    var match = ONE_RANGE.matcher(header == null ? "" : header);
    if (!match.matches() || match.group(1).isEmpty() && match.group(2).isEmpty()) {
      return Optional.empty();
    }
    if (match.group(1).isEmpty()) {
      var length = Math.min(Long.parseLong(match.group(2)), sizeBytes);
      return Optional.of(within(sizeBytes - length, sizeBytes - 1, sizeBytes));
    }
    var first = Long.parseLong(match.group(1));
    var last = match.group(2).isEmpty() ? sizeBytes - 1 : Long.parseLong(match.group(2));
    if (last < first && !match.group(2).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(within(first, Math.min(last, sizeBytes - 1), sizeBytes));
  }

  private static ByteRange within(long first, long last, long sizeBytes) {
    if (first > last) {
      throw new RangeNotSatisfiableException(sizeBytes);
    }
    return new ByteRange(first, last);
  }

  /** In bytes. */
  long length() {
    return last - first + 1;
  }

  /** As {@code Content-Range} says it. */
  String of(long sizeBytes) {
    return "bytes %d-%d/%d".formatted(first, last, sizeBytes);
  }
}
