package dev.trainyard.kit.storage;

import dev.trainyard.kit.problem.InvalidRequestException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a file is divided that goes to the storage in parts, which are numbered from 1.
 *
 * @param partBytes size of each part but the last
 * @param sizeBytes of all of them
 */
public record PartDivision(long partBytes, long sizeBytes) {

  /**
   * Parts of about a size, but none smaller than the storage takes, nor too many.
   *
   * @param wanted size of a part, in bytes
   */
  public static PartDivision of(long sizeBytes, long wanted) {
    var fewest = (sizeBytes + MultipartUploads.MAX_PARTS - 1) / MultipartUploads.MAX_PARTS;
    return new PartDivision(
        Math.max(Math.max(wanted, MultipartUploads.MIN_PART_BYTES), fewest), sizeBytes);
  }

  /** How many parts there are. */
  public int count() {
    return Math.toIntExact((sizeBytes + partBytes - 1) / partBytes);
  }

  /** The size of a part. */
  public long bytesOf(int number) {
    return number < count() ? partBytes : sizeBytes - (count() - 1) * partBytes;
  }

  /**
   * Refuses what is no part.
   *
   * @param number as the client says it
   * @param bytes that the client announces; negative if it does not
   * @throws InvalidRequestException if there is no such part, or it has another size
   */
  public void requirePart(int number, long bytes) {
    if (number < 1 || number > count()) {
      throw new InvalidRequestException("number", "must be 1 to " + count());
    }
    if (bytes != bytesOf(number)) {
      throw new InvalidRequestException(
          "Content-Length", "must be %d for part %d".formatted(bytesOf(number), number));
    }
  }

  /** The numbers of all parts. */
  public List<Integer> numbers() {
    return IntStream.rangeClosed(1, count()).boxed().toList();
  }

  /** The numbers of those parts that are as they must be. */
  public Set<Integer> arrivedAmong(Collection<StoredPart> stored) {
    return stored.stream()
        .filter(part -> part.number() <= count() && part.sizeBytes() == bytesOf(part.number()))
        .map(StoredPart::number)
        .collect(Collectors.toSet());
  }
}
