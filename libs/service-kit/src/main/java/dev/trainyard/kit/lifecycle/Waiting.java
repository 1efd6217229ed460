package dev.trainyard.kit.lifecycle;

import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells the log what is waited for: at the beginning, when the reason is another one, every minute,
 * and at the end. Thread-safe.
 */
public final class Waiting {
  private static final Duration REMIND_AFTER = Duration.ofMinutes(1);

  private final Logger log;
  private final String what;
  private String reason;
  private long began;
  private long told;

  /**
   * @param log whose line it is
   * @param what is waited for, with where it should be: {@code Kafka at localhost:9092}
   */
  public Waiting(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /** It is not there. */
  public synchronized void on(String why) {
    var now = System.nanoTime();
    if (reason == null) {
      began = now;
    }
    if (!why.equals(reason) || now - told > REMIND_AFTER.toNanos()) {
      log.warnf("Waiting for %s reason=%s", what, why);
      told = now;
    }
    reason = why;
  }

  /** It is there. */
  public synchronized void over() {
    if (reason != null) {
      log.infof(
          "Waited for %s waitedSeconds=%d",
          what, Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }
    reason = null;
  }

  /** Why it is waited for just now. */
  public synchronized Optional<String> reason() {
    return Optional.ofNullable(reason);
  }
}
