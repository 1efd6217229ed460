package dev.trainyard.agent.failure;

import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Ends the agent when a thread that it cannot do without dies, of too little memory for example:
 * whoever supervises the agent starts it anew, and the trainer trains on meanwhile. Half an agent
 * would look alive and do nothing. Thread-safe.
 */
public final class LastResort implements Thread.UncaughtExceptionHandler {
  /** The exit code; {@code EX_SOFTWARE} of sysexits. */
  public static final int EXIT_CODE = 70;

  private static final Logger LOG = Logger.getLogger(LastResort.class);

  private final BooleanSupplier needed;

  /**
   * @param needed whether the agent still needs the thread; not when it ends anyway
   */
  public LastResort(BooleanSupplier needed) {
    this.needed = needed;
  }

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (!needed.getAsBoolean()) {
      return;
    }
    try {
      LOG.fatalf(failure, "A thread died, the agent ends thread=%s", thread.getName());
    } finally {
      // Not exit: its hooks wait for threads, and may need what is not there any more.
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
