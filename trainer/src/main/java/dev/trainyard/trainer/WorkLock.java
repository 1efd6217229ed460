package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Holds a work directory for one run alone: two would write over each other's checkpoints. The
 * operating system gives it back when the process ends, however that happens.
 */
final class WorkLock implements AutoCloseable {
  private static final String FILE = "trainer.lock";

  private final FileChannel channel;

  private WorkLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a directory, which exists.
   *
   * @throws TrainingFailure if another trainer has it
   * @throws IOException if the directory cannot be written
   */
  static WorkLock acquire(Path work) throws IOException {
    var channel =
        FileChannel.open(work.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) != null) {
        return new WorkLock(channel);
      }
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new TrainingFailure(
        FailureCause.INTERNAL,
        "another trainer works in %s already; wait until it has ended, or stop it, then start again"
            .formatted(work),
        List.of());
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
