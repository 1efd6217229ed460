package dev.trainyard.registry.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Archives that this service holds on its disk for a moment. */
public final class ArchiveFile {
  /** What their names end with, so that those of an earlier life are found and removed. */
  public static final String SUFFIX = ".model.zip";

  private ArchiveFile() {}

  /** The file's SHA-256 in lower-case hex. */
  public static String digest(Path file) throws IOException {
    var digest = Digests.sha256();
    try (var content = Files.newInputStream(file)) {
      Digests.copy(content, OutputStream.nullOutputStream(), digest, Long.MAX_VALUE);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
