package dev.trainyard.kit.lifecycle;

import java.util.Optional;

/**
 * A backend without which a service does not begin: it is not ready until the backend was there
 * once. Implementations look for it themselves.
 */
public interface Awaited {
  /** The backend, such as {@code kafka}. */
  String name();

  /** Why the service still waits for it; empty once it was there. */
  Optional<String> missing();
}
