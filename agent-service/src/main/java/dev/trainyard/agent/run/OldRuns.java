package dev.trainyard.agent.run;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Removes old runs from time to time, also while the machine has nothing to do, and whenever it is
 * told that there may be some; never the run in work. In a thread of its own, since large runs take
 * their time. Thread-safe.
 */
final class OldRuns {
  private static final Logger LOG = Logger.getLogger(OldRuns.class);

  private final RunStateStore store;
  private final Supplier<Optional<RunDirectory>> active;
  private final Duration interval;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "old-runs");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param active the run in work, or the next one
   */
  OldRuns(RunStateStore store, Supplier<Optional<RunDirectory>> active, Duration interval) {
    this.store = store;
    this.active = active;
    this.interval = interval;
  }

  void start() {
    var nanos = interval.toNanos();
    scheduler.scheduleWithFixedDelay(this::remove, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** There may be some now. */
  void removeSoon() {
    if (!scheduler.isShutdown()) {
      scheduler.execute(this::remove);
    }
  }

  /** Lets a removal end: an interrupted thread cannot read which runs may go. */
  void stop() {
    scheduler.shutdown();
  }

  private void remove() {
    try {
      active.get().ifPresentOrElse(store::prune, store::prune);
    } catch (RuntimeException | Error e) {
      // Thrown on, it would end the schedule; the agent can do without, and the next time it may
      // go well.
      LOG.error("Old runs could not be removed", e);
    }
  }
}
