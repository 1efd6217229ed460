package dev.trainyard.agent.storage;

import dev.trainyard.kit.privilege.OwnerOnly;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are replaced as a whole or not at all, also over a crash. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Replaces a file; its folder is made if absent. One thread at a time per file.
   *
   * @param durable whether it must outlive a loss of power; waiting for the disk is slow
   * @throws IOException if the disk is full or broken; the file is then what it was
   */
  public static void write(Path file, byte[] content, boolean durable) throws IOException {
    OwnerOnly.createDirectories(file.getParent());
    var draft = file.resolveSibling(file.getFileName() + ".new");
    OwnerOnly.createFileIfAbsent(draft);
    // Not a channel: those close themselves when the thread is interrupted.
    try (var output = new FileOutputStream(draft.toFile())) {
      output.write(content);
      if (durable) {
        output.getFD().sync();
      }
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
