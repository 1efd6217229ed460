package dev.trainyard.trainer.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary folder of files, removed at the end.
 *
 * @param path where it is
 */
record ScratchFolder(Path path) implements Closeable {
  ScratchFolder() throws IOException {
    this(Files.createTempDirectory("trainer"));
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.newDirectoryStream(path)) {
      for (var file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(path);
  }
}
