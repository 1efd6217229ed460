package dev.trainyard.trainer.data;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Takes the disk space of a file before it is mapped. A mapped file with holes would end the
 * process, or fail anywhere in it, when the disk gets full later.
 */
final class FileSpace {
  private static final int READ_WRITE = 2;
  private static final int CHUNK = 1 << 20;

  private interface CLibrary extends Library {
    int open(String path, int flags);

    int posix_fallocate(int descriptor, long offset, long length);

    int close(int descriptor);
  }

  private FileSpace() {}

  /**
   * Creates a file of zeros that has all its space.
   *
   * @throws InsufficientSpaceException if the disk is too full for it; there is no file then
   */
  static void create(Path file, long bytes) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    long found = Files.getFileStore(folder).getUsableSpace();
    if (bytes > found) {
      throw new InsufficientSpaceException(folder, bytes, found);
    }
    try {
      Files.createFile(file);
      if (!allocate(file, bytes)) {
        fill(file, bytes);
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      found = Files.getFileStore(folder).getUsableSpace();
      // Somebody else may have filled it meanwhile.
      throw bytes > found ? new InsufficientSpaceException(folder, bytes, found) : e;
    }
  }

  /** Lets a Linux file system do it at once; false if it cannot. */
  private static boolean allocate(Path file, long bytes) {
    if (!Platform.isLinux() || !Platform.is64Bit()) {
      return false;
    }
    try {
      var library = Native.load("c", CLibrary.class);
      int descriptor = library.open(file.toString(), READ_WRITE);
      if (descriptor < 0) {
        return false;
      }
      try {
        return library.posix_fallocate(descriptor, 0, bytes) == 0;
      } finally {
        library.close(descriptor);
      }
    } catch (LinkageError e) {
      return false;
    }
  }

  private static void fill(Path file, long bytes) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var zeros = ByteBuffer.allocateDirect(CHUNK);
      for (long written = 0; written < bytes; ) {
        zeros.clear().limit((int) Math.min(CHUNK, bytes - written));
        written += channel.write(zeros);
      }
    }
  }
}
