package dev.trainyard.kit.privilege;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that nobody but their owner reads, whatever the umask is. */
public final class OwnerOnly {
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** The owner's, and to pass for a group, which sees nothing by that. */
  private static final Set<PosixFilePermission> NOBODY_LOOKS =
      PosixFilePermissions.fromString("rwx--x---");

  private OwnerOnly() {}

  /** Makes a directory and its parents, where they are not there; leaves alone those that are. */
  public static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory, DIRECTORY);
  }

  /**
   * Makes an empty file.
   *
   * @throws FileAlreadyExistsException if there is one
   */
  public static Path createFile(Path file) throws IOException {
    return Files.createFile(file, FILE);
  }

  /** Writes a file, in place of an earlier one; who reads it meanwhile sees one or the other. */
  public static void write(Path file, String text) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    var draft = Files.createTempFile(folder, file.getFileName().toString(), ".draft", FILE);
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes an empty file, where there is none. */
  public static void createFileIfAbsent(Path file) throws IOException {
    if (!Files.exists(file)) {
      createFile(file);
    }
  }

  /**
   * Takes a directory from the eyes of others, if they can look into it. Who may only pass through
   * it goes on.
   *
   * @return whether they could
   */
  public static boolean close(Path directory) throws IOException {
    if (NOBODY_LOOKS.containsAll(Files.getPosixFilePermissions(directory))) {
      return false;
    }
    Files.setPosixFilePermissions(directory, DIRECTORY.value());
    return true;
  }

  /** Takes a file, or a directory with the way to all that is in it, from all but the owner. */
  public static void closeEntirely(Path path) throws IOException {
    Files.setPosixFilePermissions(path, Files.isDirectory(path) ? DIRECTORY.value() : FILE.value());
  }
}
