package dev.trainyard.agent.publishing;

import java.util.UUID;

/**
 * Whose a run is: what is told of it is that tenant's.
 *
 * @param processId null before the first run
 * @param tenant null if the start command did not say
 */
record RunTenant(UUID processId, String tenant) {
  static final RunTenant NONE = new RunTenant(null, null);

  /** The tenant, if this is what is told of; null if that is not known. */
  String of(UUID subject) {
    return subject.equals(processId) ? tenant : null;
  }
}
