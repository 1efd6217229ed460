package dev.trainyard.monitoring.webhook;

import dev.trainyard.contracts.audit.ChangeEvent;
import dev.trainyard.contracts.audit.ChangeKind;
import dev.trainyard.contracts.audit.FieldChange;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.audit.AuditLog;
import dev.trainyard.kit.audit.FieldTexts;
import dev.trainyard.kit.security.CurrentActor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes down who did what with a webhook, but no secret. Thread-safe. */
@ApplicationScoped
class WebhookAudit {
  private final AuditLog audit;
  private final FieldTexts texts;
  private final CurrentActor actor;
  private final Clock clock;

  WebhookAudit(AuditLog audit, FieldTexts texts, CurrentActor actor, Clock clock) {
    this.audit = audit;
    this.texts = texts;
    this.actor = actor;
    this.clock = clock;
  }

  /** Who makes a webhook just now; null where nobody in particular does. */
  String author() {
    return actor.name().orElse(null);
  }

  void made(Webhook webhook) {
    write(webhook, ChangeKind.CREATED, texts.between(Map.of(), values(webhook)));
  }

  void changed(Webhook before, Webhook after) {
    write(after, ChangeKind.CHANGED, texts.between(values(before), values(after)));
  }

  void secretRenewed(Webhook webhook) {
    write(webhook, ChangeKind.CHANGED, List.of(new FieldChange("secret", "hidden", "another")));
  }

  void deleted(Webhook webhook) {
    write(webhook, ChangeKind.DELETED, texts.between(values(webhook), Map.of()));
  }

  private void write(Webhook webhook, ChangeKind kind, List<FieldChange> changes) {
    audit.write(
        EventType.AUDIT_CHANGED,
        webhook.id(),
        new ChangeEvent(
            "monitoring-service",
            "Webhook",
            webhook.id().toString(),
            kind,
            changes,
            clock.instant()));
  }

  private static Map<String, Object> values(Webhook webhook) {
    var values = new LinkedHashMap<String, Object>();
    values.put("projectId", webhook.projectId());
    values.put("url", webhook.url());
    values.put("eventTypes", webhook.eventTypes());
    values.put("description", webhook.description());
    values.put("enabled", webhook.enabled());
    return values;
  }
}
