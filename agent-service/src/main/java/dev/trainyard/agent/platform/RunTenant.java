package dev.trainyard.agent.platform;

import java.util.UUID;

/** Whose the run is that this agent does: what it tells of it is that tenant's. Thread-safe. */
public final class RunTenant {
  private static volatile Run newest = new Run(null, null);

  private RunTenant() {}

  /**
   * @param processId null before the first run
   * @param tenant null if the start command did not say
   */
  private record Run(UUID processId, String tenant) {}

  /**
   * A run begins.
   *
   * @param tenant null if its start command did not say
   */
  public static void begin(UUID processId, String tenant) {
    newest = new Run(processId, tenant);
  }

  /** The tenant of the newest run, if it is one of this process; null if that is not known. */
  public static String of(UUID processId) {
    var run = newest;
    return processId.equals(run.processId()) ? run.tenant() : null;
  }
}
