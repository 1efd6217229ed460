package dev.trainyard.weights.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The entries of an open checkpoint, by their names below its top folder. */
final class CheckpointEntries {
  private static final String PICKLE = "data.pkl";
  private static final int CHUNK_BYTES = 1 << 16;

  private final ZipFile zip;
  private final String folder;

  /**
   * @throws InvalidCheckpointException if the file has no pickle, and so is no checkpoint
   */
  CheckpointEntries(ZipFile zip) throws InvalidCheckpointException {
    this.zip = zip;
    this.folder =
        zip.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
            .map(name -> name.substring(0, name.length() - PICKLE.length()))
            .findFirst()
            .orElseThrow(
                () -> new InvalidCheckpointException("not a PyTorch checkpoint: no data.pkl"));
  }

  boolean has(String name) {
    return zip.getEntry(folder + name) != null;
  }

  /**
   * Reads an entry.
   *
   * @param maximum how large it may be
   */
  byte[] content(String name, long maximum) throws IOException {
    var entry = entry(name, maximum);
    var checksum = new CRC32();
    try (var in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      byte[] bytes = in.readNBytes((int) Math.min(maximum, Integer.MAX_VALUE - 8));
      requireSum(entry, checksum);
      return bytes;
    }
  }

  /**
   * Reads an entry and keeps nothing of it.
   *
   * @param maximum how large it may be
   * @param chunks takes its bytes, little-endian, a multiple of eight at a time but for the last
   * @return its length
   */
  long pass(String name, long maximum, Consumer<ByteBuffer> chunks) throws IOException {
    var entry = entry(name, maximum);
    var checksum = new CRC32();
    try (var in = new CheckedInputStream(zip.getInputStream(entry), checksum)) {
      var chunk = new byte[CHUNK_BYTES];
      long length = 0;
      for (int read = in.readNBytes(chunk, 0, CHUNK_BYTES);
          read > 0;
          read = in.readNBytes(chunk, 0, CHUNK_BYTES)) {
        chunks.accept(ByteBuffer.wrap(chunk, 0, read).order(ByteOrder.LITTLE_ENDIAN));
        length += read;
      }
      requireSum(entry, checksum);
      return length;
    }
  }

  private ZipEntry entry(String name, long maximum) throws InvalidCheckpointException {
    var entry = zip.getEntry(folder + name);
    if (entry == null) {
      throw new InvalidCheckpointException("the file lacks " + folder + name);
    }
    if (entry.getMethod() != ZipEntry.STORED) {
      throw new InvalidCheckpointException("a checkpoint's entries are never compressed");
    }
    if (entry.getSize() > maximum) {
      throw new InvalidCheckpointException(entry.getName() + " is larger than it should be");
    }
    return entry;
  }

  private static void requireSum(ZipEntry entry, CRC32 checksum) throws InvalidCheckpointException {
    if (entry.getCrc() != -1 && checksum.getValue() != entry.getCrc()) {
      throw new InvalidCheckpointException("the file is damaged: checksum of " + entry.getName());
    }
  }
}
