package dev.trainyard.agent.platform;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Closes a stream that has brought nothing for too long, so that the reader's blocked read fails.
 * The JDK's request time-out ends with the response's headers.
 */
final class StallWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(StallWatch.class);
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "transfer-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final Closeable watched;
  private final long limitNanos;
  private final ScheduledFuture<?> check;
  private volatile long lastProgress = System.nanoTime();

  StallWatch(Closeable watched, Duration limit) {
    this.watched = watched;
    this.limitNanos = limit.toNanos();
    this.check = TIMER.scheduleAtFixedRate(this::check, 1, 1, TimeUnit.SECONDS);
  }

  /** Says that something arrived. */
  void progress() {
    lastProgress = System.nanoTime();
  }

  @Override
  public void close() {
    check.cancel(false);
  }

  private void check() {
    if (System.nanoTime() - lastProgress > limitNanos) {
      try {
        LOG.warn("A transfer stood still for too long and is given up");
        watched.close();
      } catch (IOException e) {
        LOG.debug("A transfer that stood still could not be closed", e);
      }
    }
  }
}
