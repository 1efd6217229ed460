package dev.trainyard.kit.audit;

import dev.trainyard.contracts.event.EventType;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.Logger;

/** For a service that reaches no journal. Thread-safe. */
@ApplicationScoped
@DefaultBean
class LoggedAudit implements AuditLog {
  private static final Logger LOG = Logger.getLogger(LoggedAudit.class);

  @Override
  public void write(EventType type, UUID key, Object data) {
    LOG.warnf("Audit type=%s data=%s", type.type(), data);
  }
}
