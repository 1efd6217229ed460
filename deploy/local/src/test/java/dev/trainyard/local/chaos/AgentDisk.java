package dev.trainyard.local.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk of the agent's own, in memory, that can be full. Mounting needs root; without it there is
 * none and {@link #present} says so.
 */
final class AgentDisk implements AutoCloseable {
  private static final long SIZE_BYTES = 2L << 30;
  private static final int ATTEMPTS = 50;

  private final Path directory;
  private final boolean present;

  /** Mounts it on a directory that is not used yet. */
  AgentDisk(Path directory) throws IOException, InterruptedException {
    this.directory = Files.createDirectories(directory);
    this.present =
        run("mount", "-t", "tmpfs", "-o", "size=" + SIZE_BYTES, "tmpfs", directory.toString());
    if (present) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::unmount, "unmount-agent-disk"));
    }
  }

  boolean present() {
    return present;
  }

  /** Leaves no byte free, without needing the memory that a real filling would. */
  void fill() throws IOException, InterruptedException {
    for (int i = 0; i < ATTEMPTS; i++) {
      // A disk of this size exactly: what is on it stays, nothing more fits.
      var used = used();
      if (resized(used)) {
        Narration.tell("the agent's disk is full at %d MiB", used >> 20);
        return;
      }
      // More was written meanwhile.
    }
    throw new IOException(directory + " cannot be made smaller");
  }

  private long used() throws IOException {
    var store = Files.getFileStore(directory);
    return store.getTotalSpace() - store.getUnallocatedSpace();
  }

  void free() throws IOException, InterruptedException {
    if (!resized(SIZE_BYTES)) {
      throw new IOException(directory + " cannot be made larger");
    }
    Narration.tell("the agent's disk has room");
  }

  @Override
  public void close() {
    unmount();
  }

  private void unmount() {
    if (present) {
      try {
        run("umount", "--lazy", directory.toString());
      } catch (IOException e) {
        Narration.tell("%s stays mounted: %s", directory, e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean resized(long bytes) throws IOException, InterruptedException {
    return run("mount", "-o", "remount,size=" + bytes, directory.toString());
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }
}
