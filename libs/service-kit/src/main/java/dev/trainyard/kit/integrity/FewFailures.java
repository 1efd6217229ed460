package dev.trainyard.kit.integrity;

import dev.trainyard.kit.problem.DependencyUnavailableException;
import org.jboss.logging.Logger;

/**
 * Tells a file that the storage cannot read or remove from a storage that is away: one failure is
 * passed over, several in a row are thrown on. Not thread-safe.
 */
final class FewFailures {
  private static final Logger LOG = Logger.getLogger(FewFailures.class);
  private static final int IN_A_ROW = 3;

  private int failures;

  /**
   * Does something with one file.
   *
   * @return false if it failed
   * @throws DependencyUnavailableException if the ones before failed, too
   */
  boolean tries(String key, Runnable work) {
    try {
      work.run();
      failures = 0;
      return true;
    } catch (DependencyUnavailableException e) {
      failures++;
      if (failures >= IN_A_ROW) {
        throw e;
      }
      LOG.warnf("Passed over, will be tried again key=%s reason=%s", key, e.getCause());
      return false;
    }
  }
}
