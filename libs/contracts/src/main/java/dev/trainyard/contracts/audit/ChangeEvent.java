package dev.trainyard.contracts.audit;

import java.time.Instant;
import java.util.List;

/**
 * Somebody made, changed or deleted something; who is in {@code ce_actor}.
 *
 * @param service the service that keeps it
 * @param entity what it is, such as {@code Project}
 * @param entityId its id
 * @param kind what was done
 * @param changes the fields that have another value now; those that have one at all if it was made
 *     or deleted
 * @param occurredAt when
 */
public record ChangeEvent(
    String service,
    String entity,
    String entityId,
    ChangeKind kind,
    List<FieldChange> changes,
    Instant occurredAt) {
  public ChangeEvent {
    changes = List.copyOf(changes);
  }
}
