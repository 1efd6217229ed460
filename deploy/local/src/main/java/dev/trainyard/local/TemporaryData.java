package dev.trainyard.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A data directory that goes with this JVM. */
public final class TemporaryData {
  private TemporaryData() {}

  /** A new directory that is deleted, with all that is in it, when this JVM ends. */
  public static Path create() throws IOException {
    var directory = Files.createTempDirectory("trainyard");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> delete(directory), "delete-temporary-data"));
    return directory;
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println(directory + " could not be deleted: " + e.getMessage());
    }
  }
}
