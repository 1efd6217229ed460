package dev.trainyard.weights.checkpoint;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the end of a zip file says of its directory. The JDK holds the directory in memory, so this
 * is looked at before a file is opened that may be made to harm.
 *
 * @param entries how many there are; 65,535 for more
 * @param directoryBytes how large the directory is
 */
public record ZipEnd(int entries, long directoryBytes) {
  private static final int BYTES = 22;
  private static final int SIGNATURE = 0x06054b50;

  /** Empty if the file is no zip file, or one with a comment, which nothing writes here. */
  public static Optional<ZipEnd> of(Path path) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      if (file.length() < BYTES) {
        return Optional.empty();
      }
      file.seek(file.length() - BYTES);
      var bytes = new byte[BYTES];
      file.readFully(bytes);
      var end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      // The JDK looks on for the end of a file whose comment is not as long as it says.
      return end.getInt(0) == SIGNATURE && end.getShort(20) == 0
          ? Optional.of(
              new ZipEnd(
                  Short.toUnsignedInt(end.getShort(10)), Integer.toUnsignedLong(end.getInt(12))))
          : Optional.empty();
    }
  }
}
