package dev.trainyard.backends.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is done to whole directories. */
final class Directories {

  private Directories() {}

  /** Deletes the directory and all in it. */
  static void delete(Path directory) throws IOException {
    for (Path path : contents(directory)) {
      Files.deleteIfExists(path);
    }
  }

  /** Gives the directory and all in it to a user, unless the directory is the user's already. */
  static void giveTo(int user, Path directory) throws IOException {
    if (Integer.valueOf(user).equals(Files.getAttribute(directory, "unix:uid"))) {
      return;
    }
    for (Path path : contents(directory)) {
      Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Deepest first, the directory itself last. */
  private static List<Path> contents(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
