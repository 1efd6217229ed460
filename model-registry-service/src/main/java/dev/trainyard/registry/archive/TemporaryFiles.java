package dev.trainyard.registry.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Files and folders of a moment. */
public final class TemporaryFiles {
  private TemporaryFiles() {}

  /** Removes a file, or a folder with all that is in it; does nothing if there is none. */
  public static void remove(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (var found = Files.walk(file)) {
      for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
