package dev.trainyard.bench.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** A new directory that is deleted at the end, with all that it holds. */
public record TemporaryDirectory(Path path) implements AutoCloseable {
  public static TemporaryDirectory create(String name) throws IOException {
    return new TemporaryDirectory(Files.createTempDirectory(name));
  }

  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (var all = Files.walk(path)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (var file : deepestFirst) {
      Files.deleteIfExists(file);
    }
  }
}
