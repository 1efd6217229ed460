package dev.trainyard.monitoring.journal;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.audit.AuditLog;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.identity.IdGenerator;
import dev.trainyard.kit.security.CurrentActor;
import dev.trainyard.kit.tenant.CurrentTenant;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes down at once what people do with this service, which keeps the journal itself. */
@ApplicationScoped
class JournalAudit implements AuditLog {
  private static final String SOURCE = "/trainyard/monitoring-service";

  private final JournalWriter journal;
  private final CloudEventCodec codec;
  private final IdGenerator ids;
  private final CurrentActor actor;
  private final CurrentTenant tenant;
  private final Clock clock;

  JournalAudit(
      JournalWriter journal,
      CloudEventCodec codec,
      IdGenerator ids,
      CurrentActor actor,
      CurrentTenant tenant,
      Clock clock) {
    this.tenant = tenant;
    this.journal = journal;
    this.codec = codec;
    this.ids = ids;
    this.actor = actor;
    this.clock = clock;
  }

  @Override
  @Transactional
  public void write(EventType type, UUID key, Object data) {
    journal.append(
        List.of(
            new ReceivedEvent(
                ids.next().toString(),
                SOURCE,
                type,
                key.toString(),
                clock.instant(),
                Optional.empty(),
                actor.name(),
                tenant.scope().name(),
                codec.toJson(data),
                data)));
  }
}
