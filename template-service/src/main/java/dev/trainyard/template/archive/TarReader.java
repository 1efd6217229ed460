package dev.trainyard.template.archive;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Reads the entries of a {@code .tar.gz} and stops at the limits. What cannot be read is the
 * archive's fault. Not thread-safe.
 */
final class TarReader implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final LimitedStream unpacked;
  private final TarHeaders tar;
  private final int maxEntries;
  private int entries;
  private long padding;

  private TarReader(LimitedStream unpacked, int maxEntries) {
    this.unpacked = unpacked;
    this.tar = new TarHeaders(unpacked);
    this.maxEntries = maxEntries;
  }

  /**
   * @throws InvalidArchiveException if it is not compressed with gzip
   * @throws IOException if the file cannot be opened
   */
  static TarReader open(Path file, ArchiveLimits limits) throws IOException {
    var packed = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    try {
      var unpacked = new GZIPInputStream(packed, BUFFER_BYTES);
      return new TarReader(
          new LimitedStream(unpacked, Files.size(file), limits), limits.maxEntries());
    } catch (IOException e) {
      packed.close();
      throw damaged(e);
    }
  }

  /**
   * The next entry; null when there is none.
   *
   * @throws InvalidArchiveException if there are too many, or it cannot be read
   */
  TarArchiveEntry next() {
    var before = unpacked.count();
    TarArchiveEntry entry;
    unpacked.beginHeader();
    try {
      entry = tar.begin();
    } catch (InvalidArchiveException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw entries == 0 && !(e instanceof EOFException) ? noTar() : damaged(e);
    }
    unpacked.endHeader();
    if (entry == null) {
      requireEndMark(unpacked.count() - before);
      readToEnd();
    } else {
      requireHeader(entry);
      padding =
          (TarHeaders.RECORD_BYTES - entry.getSize() % TarHeaders.RECORD_BYTES)
              % TarHeaders.RECORD_BYTES;
    }
    return entry;
  }

  /** Whether the name of the current entry is in UTF-8. */
  boolean isNameUtf8() {
    return tar.isNameUtf8();
  }

  /**
   * Content of the current entry.
   *
   * @return how many bytes; negative at its end
   * @throws InvalidArchiveException if it goes beyond a limit or is damaged
   */
  int read(byte[] buffer) {
    try {
      return tar.read(buffer);
    } catch (InvalidArchiveException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  private void requireHeader(TarArchiveEntry entry) {
    if (!entry.isCheckSumOK() || entry.getSize() < 0) {
      throw entries == 0
          ? noTar()
          : new InvalidArchiveException(
              ProblemCode.DAMAGED, "is damaged: the header of a file cannot be read");
    }
    entries++;
    if (entries > maxEntries) {
      throw new InvalidArchiveException(
          ProblemCode.TOO_MANY_ENTRIES,
          "has more than the %d entries that are allowed".formatted(maxEntries));
    }
  }

  /** Without it, whatever came behind was cut off, and nobody would miss it. */
  private void requireEndMark(long bytes) {
    if (bytes < padding + TarHeaders.RECORD_BYTES) {
      throw damaged(new EOFException());
    }
  }

  /** What is behind the tar does not matter, but gzip's checksum comes last. */
  private void readToEnd() {
    var buffer = new byte[BUFFER_BYTES];
    try {
      while (unpacked.read(buffer) >= 0) {
        // To the end.
      }
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static InvalidArchiveException noTar() {
    return new InvalidArchiveException(
        ProblemCode.NOT_AN_ARCHIVE,
        "is compressed with gzip but holds no tar archive; pack the folder with tar czf");
  }

  private static InvalidArchiveException damaged(Exception e) {
    return new InvalidArchiveException(
        ProblemCode.DAMAGED,
        e instanceof EOFException
            ? "is damaged: it ends too early; send it again as a whole"
            : "is damaged: "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
  }
}
