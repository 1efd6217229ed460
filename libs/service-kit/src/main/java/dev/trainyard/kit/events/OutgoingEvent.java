package dev.trainyard.kit.events;

import dev.trainyard.contracts.event.EventType;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * An event on its way to the broker.
 *
 * @param id unique per event
 * @param type what kind of event it is
 * @param key id of the aggregate it is about; decides the partition
 * @param time when it happened
 * @param traceparent W3C trace context; null outside a trace
 * @param actor the name of who caused it; null where nobody in particular did
 * @param tenant whose it is; an asterisk for nobody's in particular; null if that is not known
 * @param json the data
 */
public record OutgoingEvent(
    UUID id,
    EventType type,
    String key,
    Instant time,
    String traceparent,
    String actor,
    String tenant,
    String json) {
  public OutgoingEvent {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(json, "json");
  }

  /** An event that nobody in particular caused, and that is no tenant's. */
  public OutgoingEvent(
      UUID id, EventType type, String key, Instant time, String traceparent, String json) {
    this(id, type, key, time, traceparent, null, null, json);
  }
}
