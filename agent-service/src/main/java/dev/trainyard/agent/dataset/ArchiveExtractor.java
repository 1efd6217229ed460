package dev.trainyard.agent.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks a zip and never writes outside the target, whatever the entries are called. */
final class ArchiveExtractor {
  private ArchiveExtractor() {}

  /**
   * Unpacks all regular files.
   *
   * @throws IOException if the archive is damaged, an entry lies outside the target, or the disk is
   *     too small
   * @throws InterruptedException if the thread is told to end
   */
  static void extract(Path archive, Path target) throws IOException, InterruptedException {
    Files.createDirectories(target);
    try (var zip = new ZipFile(archive.toFile())) {
      var entries = Collections.list(zip.entries());
      requireSpace(entries.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum(), target);
      for (ZipEntry entry : entries) {
        if (Thread.interrupted()) {
          throw new InterruptedException("told to end");
        }
        var path = resolve(target, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
          continue;
        }
        Files.createDirectories(path.getParent());
        try (var content = zip.getInputStream(entry)) {
          Files.copy(content, path);
        }
      }
    }
  }

  private static Path resolve(Path target, String name) throws IOException {
    var path = target.resolve(name.replace('\\', '/')).normalize();
    if (!path.startsWith(target) || path.equals(target)) {
      throw new IOException("the archive has an entry outside its folder: " + name);
    }
    return path;
  }

  private static void requireSpace(long needed, Path target) throws IOException {
    var free = Files.getFileStore(target).getUsableSpace();
    if (free < needed) {
      throw new IOException(
          "it needs %d MiB on the disk, %d MiB are free".formatted(needed >> 20, free >> 20));
    }
  }
}
