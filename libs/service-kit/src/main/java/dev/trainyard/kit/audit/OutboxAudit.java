package dev.trainyard.kit.audit;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.outbox.Outbox;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Has the broker bring it to the journal. Thread-safe. */
@ApplicationScoped
@IfBuildProperty(name = "trainyard.outbox.enabled", stringValue = "true", enableIfMissing = true)
class OutboxAudit implements AuditLog {
  private final Outbox outbox;

  OutboxAudit(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  @Transactional
  public void write(EventType type, UUID key, Object data) {
    outbox.publish(type, key, data);
  }
}
