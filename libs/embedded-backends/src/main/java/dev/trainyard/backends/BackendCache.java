package dev.trainyard.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory for unpacked libraries: what the user chose, else the user's cache, else temporary.
 */
final class BackendCache {

  private BackendCache() {}

  static Path directory() throws IOException {
    String chosen = System.getProperty(BackendLibraries.CACHE_PROPERTY);
    if (chosen != null && !chosen.isBlank()) {
      return Files.createDirectories(Path.of(chosen).toAbsolutePath());
    }
    Path home = Path.of(System.getProperty("user.home", "/nonexistent"));
    if (Files.isDirectory(home) && Files.isWritable(home)) {
      return Files.createDirectories(home.resolve(".cache/trainyard/backends"));
    }
    return temporary();
  }

  /** A temporary directory of a known name is taken only from its rightful owner. */
  private static Path temporary() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    Path mine = temporary.resolve("trainyard-backends-" + System.getProperty("user.name"));
    Path probe = Files.createTempDirectory(temporary, "trainyard-backends-");
    if (!Files.exists(mine)) {
      Files.createDirectories(mine);
    }
    if (!Files.getOwner(mine).equals(Files.getOwner(probe))) {
      return probe;
    }
    Files.delete(probe);
    return mine;
  }

  /** Deletes a directory and what is in it; what cannot be deleted stays. */
  static void delete(Path directory) {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return;
    }
    for (Path path : paths) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        continue;
      }
    }
  }
}
