package dev.trainyard.registry.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An archive on disk that was checked; the file goes when this is closed.
 *
 * @param file the archive
 * @param manifest what it says of the model
 */
public record VerifiedArchive(Path file, ModelManifest manifest) implements AutoCloseable {

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
