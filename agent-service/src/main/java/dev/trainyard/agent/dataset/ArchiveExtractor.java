package dev.trainyard.agent.dataset;

import dev.trainyard.agent.storage.DiskException;
import dev.trainyard.kit.privilege.OwnerOnly;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Unpacks a zip and never writes outside the target, whatever the entries are called. */
final class ArchiveExtractor {
  private static final int BUFFER_BYTES = 64 << 10;

  private ArchiveExtractor() {}

  /**
   * Unpacks all regular files.
   *
   * @throws DiskException if the disk is too small or cannot be written
   * @throws IOException if the archive is damaged or an entry lies outside the target
   * @throws InterruptedException if the thread is told to end
   */
  static void extract(Path archive, Path target) throws IOException, InterruptedException {
    createDirectories(target);
    try (var zip = new ZipFile(archive.toFile())) {
      var entries = Collections.list(zip.entries());
      DiskException.requireSpace(
          entries.stream().mapToLong(entry -> Math.max(0, entry.getSize())).sum(), target);
      for (ZipEntry entry : entries) {
        if (Thread.interrupted()) {
          throw new InterruptedException("told to end");
        }
        var path = resolve(target, entry.getName());
        if (entry.isDirectory()) {
          createDirectories(path);
          continue;
        }
        createDirectories(path.getParent());
        try (var content = zip.getInputStream(entry)) {
          write(content, create(path));
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

  private static void createDirectories(Path directory) throws IOException {
    try {
      OwnerOnly.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the archive has a file and a folder of one name: " + directory, e);
    } catch (IOException e) {
      throw DiskException.of(e, existing(directory));
    }
  }

  private static Path create(Path file) throws IOException {
    try {
      return OwnerOnly.createFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("the archive has two entries of one name: " + file, e);
    } catch (IOException e) {
      throw DiskException.of(e, file.getParent());
    }
  }

  /** Copies; what cannot be read is the archive's fault, what cannot be written the disk's. */
  static void write(InputStream content, Path target) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    try (var file = open(target)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        try {
          file.write(buffer, 0, read);
        } catch (IOException e) {
          throw DiskException.of(e, target.getParent());
        }
      }
    }
  }

  /** Not a channel: those close themselves when the thread is interrupted. */
  private static OutputStream open(Path file) throws IOException {
    try {
      return new FileOutputStream(file.toFile());
    } catch (IOException e) {
      throw DiskException.of(e, file.getParent());
    }
  }

  private static Path existing(Path directory) {
    return Files.isDirectory(directory) || directory.getParent() == null
        ? directory
        : existing(directory.getParent());
  }
}
