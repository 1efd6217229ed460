package dev.trainyard.kit.audit;

import dev.trainyard.contracts.event.EventType;
import java.util.UUID;

/** Where a service writes down who did what, in the transaction that does it if there is one. */
public interface AuditLog {
  /**
   * Writes it down.
   *
   * @param type one of the audit's
   * @param key what it is about
   * @param data a record of the type's data class
   */
  void write(EventType type, UUID key, Object data);
}
