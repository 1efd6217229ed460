package dev.trainyard.agent.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine's own disk is too small, full or broken, which trying again does not mend. The
 * message tells the user what is free and what to do.
 */
public final class DiskException extends IOException {
  private DiskException(String message, IOException cause) {
    super(message, cause);
  }

  /** A failure to read or write there; one that says all this already stays as it is. */
  public static DiskException of(IOException failure, Path directory) {
    if (failure instanceof DiskException same) {
      return same;
    }
    return new DiskException(
        "%s, and %s MiB are free. Free some space in or around %s, or see that the agent may write there; then start the process again."
            .formatted(reasonOf(failure), freeMebibytes(directory), directory),
        failure);
  }

  /**
   * Looks whether so much can be written.
   *
   * @throws DiskException if the disk has less
   */
  public static void requireSpace(long bytes, Path directory) throws IOException {
    var free = Files.getFileStore(directory).getUsableSpace();
    if (free < bytes) {
      throw new DiskException(
          "%d MiB are needed, %d MiB are free. Free some space in or around %s, then start the process again."
              .formatted(bytes >> 20, free >> 20, directory),
          null);
    }
  }

  private static String freeMebibytes(Path directory) {
    try {
      return Long.toString(Files.getFileStore(directory).getUsableSpace() >> 20);
    } catch (IOException e) {
      return "an unknown number of";
    }
  }

  /** Some of the JDK's own messages are nothing but the name of the file. */
  private static String reasonOf(IOException failure) {
    if (failure.getMessage() == null) {
      return failure.getClass().getSimpleName();
    }
    var isNameOnly = failure instanceof FileSystemException file && file.getReason() == null;
    return isNameOnly
        ? failure.getClass().getSimpleName() + " " + failure.getMessage()
        : failure.getMessage();
  }
}
