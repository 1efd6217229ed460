package dev.trainyard.bench.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipFile;

/** The sample dataset of handwritten digits. */
public final class Digits {
  private Digits() {}

  /** Unpacks what is not there yet; returns the folder. */
  public static Path unpack(Path zip, Path folder) throws IOException {
    try (var archive = new ZipFile(zip.toFile())) {
      var entries = archive.entries();
      while (entries.hasMoreElements()) {
        var entry = entries.nextElement();
        var file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new BenchException(zip + " holds a file outside itself: " + entry.getName());
        }
        if (!entry.isDirectory() && !Files.exists(file)) {
          Files.createDirectories(file.getParent());
          try (var content = archive.getInputStream(entry)) {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
    }
    return folder;
  }
}
