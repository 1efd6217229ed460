package dev.trainyard.template.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is unpacked and stops at the limits, since sizes are not known before. */
final class LimitedStream extends FilterInputStream {
  /** Long names and other attributes of one entry, which are held in memory. */
  private static final long MAX_HEADER_BYTES = 1 << 20;

  private final ArchiveLimits limits;
  private final long maxBytes;
  private long count;
  private long headerEnd = Long.MAX_VALUE;

  /**
   * @param packedBytes size of the archive as it was sent
   */
  LimitedStream(InputStream in, long packedBytes, ArchiveLimits limits) {
    super(in);
    this.limits = limits;
    this.maxBytes =
        Math.max(ArchiveChecker.HARMLESS_BYTES, packedBytes * limits.maxCompressionRatio());
  }

  /** How many bytes were read. */
  long count() {
    return count;
  }

  /** What is read from now on is not content. */
  void beginHeader() {
    headerEnd = count + MAX_HEADER_BYTES;
  }

  void endHeader() {
    headerEnd = Long.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    var value = in.read();
    add(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    var read = in.read(buffer, offset, length);
    add(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    var skipped = in.skip(bytes);
    add(skipped);
    return skipped;
  }

  private void add(long bytes) {
    count += bytes;
    if (count > limits.maxUncompressedBytes()) {
      throw ArchiveChecker.tooLarge(limits);
    }
    if (count > maxBytes) {
      throw ArchiveChecker.bomb(limits);
    }
    if (count > headerEnd) {
      throw new InvalidArchiveException(
          ProblemCode.ZIP_BOMB,
          "has a file with more than %d bytes of names and attributes".formatted(MAX_HEADER_BYTES));
    }
  }
}
