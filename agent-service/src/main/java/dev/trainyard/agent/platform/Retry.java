package dev.trainyard.agent.platform;

import dev.trainyard.agent.storage.DiskException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Tries again, ever more slowly, while the other side does not answer. Thread-safe. */
public final class Retry {
  private static final Logger LOG = Logger.getLogger(Retry.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final Duration limit;
  private final LongSupplier nanoTime;
  private final Pause pauses;

  /**
   * @param limit no new try is made after this time
   */
  public Retry(Duration limit) {
    this(limit, System::nanoTime, Thread::sleep);
  }

  Retry(Duration limit, LongSupplier nanoTime, Pause pauses) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.pauses = pauses;
  }

  /** Waits; a test's one does not. */
  @FunctionalInterface
  interface Pause {
    void sleep(long millis) throws InterruptedException;
  }

  /** What is tried. */
  @FunctionalInterface
  public interface Attempt<T> {
    T run() throws IOException, InterruptedException;
  }

  /**
   * Runs until success.
   *
   * @param what is done, for the log
   * @throws IOException the last failure, when the limit is over or trying again is no use
   * @throws InterruptedException when the thread is told to end
   */
  public <T> T call(String what, Attempt<T> attempt) throws IOException, InterruptedException {
    var started = nanoTime.getAsLong();
    var pause = FIRST_PAUSE;
    while (true) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw interrupted(e);
        }
        var elapsed = Duration.ofNanos(nanoTime.getAsLong() - started);
        if (!isTransient(e) || elapsed.plus(pause).compareTo(limit) > 0) {
          throw e;
        }
        LOG.warnf(
            "Will be tried again what=%s pauseMillis=%d reason=%s",
            what, pause.toMillis(), reasonOf(e));
        pauses.sleep(pause.toMillis());
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    }
  }

  /** A failure in words, also where the JDK gives none. */
  public static String reasonOf(Throwable e) {
    return e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
  }

  private static boolean isTransient(IOException e) {
    return !(e instanceof PermanentException || e instanceof DiskException)
        && (!(e instanceof HttpStatusException answer) || answer.isTransient());
  }

  private static InterruptedException interrupted(IOException cause) {
    var exception = new InterruptedException("told to end");
    exception.initCause(cause);
    return exception;
  }
}
