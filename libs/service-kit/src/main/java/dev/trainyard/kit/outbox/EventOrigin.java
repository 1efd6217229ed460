package dev.trainyard.kit.outbox;

import dev.trainyard.kit.security.CurrentActor;
import dev.trainyard.kit.tenant.CurrentTenant;
import dev.trainyard.kit.tenant.TenantScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who causes an event just now, and for which tenant. Thread-safe. */
@ApplicationScoped
class EventOrigin {
  private final CurrentActor actor;
  private final CurrentTenant tenant;

  EventOrigin(CurrentActor actor, CurrentTenant tenant) {
    this.actor = actor;
    this.tenant = tenant;
  }

  Optional<String> actor() {
    return actor.name();
  }

  /** The tenant; an asterisk if it is for none in particular. */
  String tenant() {
    return tenant.scope().tenant().orElse(TenantScope.ALL_NAME);
  }
}
