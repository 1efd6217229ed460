package dev.trainyard.weights.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that are there as a whole or not at all, whenever the process or the power ends. */
public final class WholeFile {
  private static final int BUFFER_BYTES = 1 << 20;

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; need not flush, must not close. */
    void writeTo(OutputStream out) throws IOException;
  }

  private WholeFile() {}

  /**
   * Writes a file beside its place, forces it to disk, and moves it there. What was there before is
   * replaced at that moment. If it fails, a file with the suffix {@code .partial} may stay, which
   * the next attempt overwrites.
   */
  public static void write(Path file, Content content) throws IOException {
    var partial = file.resolveSibling(file.getFileName() + ".partial");
    try (var channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
