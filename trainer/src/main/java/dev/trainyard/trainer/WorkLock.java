package dev.trainyard.trainer;

import dev.trainyard.contracts.process.FailureCause;
import dev.trainyard.contracts.trainer.RunSpecification;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * Holds a work directory for one run alone: two would write over each other's checkpoints. The
 * operating system gives it back when the process ends, however that happens.
 */
final class WorkLock implements AutoCloseable {
  /** What a dying trainer may take: the system ends a process whose memory is large slowly. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  private WorkLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a directory, which exists.
   *
   * @param patience how long to wait for the end of another trainer that has it
   * @throws TrainingFailure if another trainer has it all that time
   * @throws StopSignal.StopRequested if a stop is requested meanwhile
   * @throws IOException if the directory cannot be written
   */
  static WorkLock acquire(Path work, Duration patience, StopSignal stop)
      throws IOException, InterruptedException {
    var channel =
        FileChannel.open(
            work.resolve(RunSpecification.LOCK_FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      if (lock(channel, patience, stop)) {
        return new WorkLock(channel);
      }
    } catch (IOException | InterruptedException | StopSignal.StopRequested e) {
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

  private static boolean lock(FileChannel channel, Duration patience, StopSignal stop)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (tryLock(channel) == null) {
      if (System.nanoTime() - begun >= patience.toNanos()) {
        return false;
      }
      stop.check();
      Thread.sleep(POLL_MILLIS);
    }
    return true;
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
