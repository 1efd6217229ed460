package dev.trainyard.monitoring.intake;

import dev.trainyard.monitoring.database.DataRefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jboss.logging.Logger;

/** Tries again until the database or the broker is back. */
@ApplicationScoped
class Patience {
  private static final Logger LOG = Logger.getLogger(Patience.class);

  /**
   * @throws DataRefusedException at once, and so are the exceptions that a message with a hole in
   *     it can cause: waiting does not help
   */
  @Retry(
      maxRetries = -1,
      maxDuration = 0,
      delay = 1,
      delayUnit = ChronoUnit.SECONDS,
      abortOn = {
        DataRefusedException.class,
        NullPointerException.class,
        IllegalArgumentException.class
      })
  void untilItPasses(Runnable work) {
    try {
      work.run();
    } catch (DataRefusedException | NullPointerException | IllegalArgumentException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.warnf("Messages cannot be stored now, will try again reason=%s", e.getMessage());
      throw e;
    }
  }
}
