package dev.trainyard.kit.audit;

import dev.trainyard.contracts.audit.ChangeEvent;
import dev.trainyard.contracts.audit.ChangeKind;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.persistence.Authored;
import dev.trainyard.kit.security.CurrentActor;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import jakarta.enterprise.context.Dependent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.hibernate.Interceptor;
import org.hibernate.Transaction;
import org.hibernate.type.Type;

/**
 * Writes down what somebody made, changed or deleted, in the transaction that does it. What the
 * service does by itself, or because of a message, is not written: events tell of it. One for each
 * session; not thread-safe.
 */
@Dependent
@PersistenceUnitExtension
@IfBuildProperty(name = "trainyard.audit.entities", stringValue = "true")
class ChangeAudit implements Interceptor {
  private final AuditLog audit;
  private final FieldTexts texts;
  private final CurrentActor actor;
  private final Clock clock;
  private final String service;
  private final List<Change> changes = new ArrayList<>();

  ChangeAudit(
      AuditLog audit,
      FieldTexts texts,
      CurrentActor actor,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.audit = audit;
    this.texts = texts;
    this.actor = actor;
    this.clock = clock;
    this.service = service;
  }

  private record Change(Object id, ChangeEvent event) {
    UUID key() {
      return id instanceof UUID uuid
          ? uuid
          : UUID.nameUUIDFromBytes((event.entity() + id).getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public boolean onPersist(
      Object entity, Object id, Object[] state, String[] propertyNames, Type[] types) {
    note(entity, id, ChangeKind.CREATED, Map.of(), values(propertyNames, state));
    return false;
  }

  @Override
  public boolean onFlushDirty(
      Object entity,
      Object id,
      Object[] currentState,
      Object[] previousState,
      String[] propertyNames,
      Type[] types) {
    if (previousState != null) {
      note(
          entity,
          id,
          ChangeKind.CHANGED,
          values(propertyNames, previousState),
          values(propertyNames, currentState));
    }
    return false;
  }

  @Override
  public void onRemove(
      Object entity, Object id, Object[] state, String[] propertyNames, Type[] types) {
    note(entity, id, ChangeKind.DELETED, values(propertyNames, state), Map.of());
  }

  @Override
  public void beforeTransactionCompletion(Transaction transaction) {
    var written = List.copyOf(changes);
    changes.clear();
    written.forEach(change -> audit.write(EventType.AUDIT_CHANGED, change.key(), change.event()));
  }

  @Override
  public void afterTransactionCompletion(Transaction transaction) {
    changes.clear();
  }

  private void note(
      Object entity,
      Object id,
      ChangeKind kind,
      Map<String, Object> before,
      Map<String, Object> after) {
    if (!(entity instanceof Authored authored && authored.isAudited()) || actor.name().isEmpty()) {
      return;
    }
    var fields = texts.between(before, after);
    if (!fields.isEmpty()) {
      changes.add(
          new Change(
              id,
              new ChangeEvent(
                  service,
                  entity.getClass().getSimpleName(),
                  id.toString(),
                  kind,
                  fields,
                  clock.instant())));
    }
  }

  private static Map<String, Object> values(String[] names, Object[] state) {
    var values = new LinkedHashMap<String, Object>();
    for (var i = 0; i < names.length; i++) {
      values.put(names[i], state[i]);
    }
    return values;
  }
}
