package dev.trainyard.agent.storage;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Whole directories on the machine's disk. */
public final class Directories {
  private static final String DOOMED = ".deleting";

  private Directories() {}

  /** The bytes of all files in it; what vanishes meanwhile does not count. */
  public static long size(Path directory) {
    try (var files = Files.walk(directory)) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /**
   * Has all files in it written to the disk, so that they outlive a loss of power.
   *
   * @throws InterruptedException if the thread is told to end
   */
  public static void sync(Path directory) throws IOException, InterruptedException {
    try (var files = Files.walk(directory)) {
      for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (Thread.interrupted()) {
          throw new InterruptedException("told to end");
        }
        // Not a channel: those close themselves when the thread is interrupted.
        try (var input = new FileInputStream(file.toFile())) {
          input.getFD().sync();
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Removes a directory whose name says that it is complete: it loses the name first, so that a
   * part of it is never taken for the whole. After a failure {@code <name>.deleting} is left.
   */
  public static void retire(Path directory) throws IOException {
    var doomed = directory.resolveSibling(directory.getFileName() + DOOMED);
    delete(doomed);
    Files.move(directory, doomed, StandardCopyOption.ATOMIC_MOVE);
    delete(doomed);
  }

  /** Removes a file or a directory with all that is in it; fine if it does not exist. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
