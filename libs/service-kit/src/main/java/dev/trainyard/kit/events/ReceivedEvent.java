package dev.trainyard.kit.events;

import dev.trainyard.contracts.event.EventType;
import java.time.Instant;
import java.util.Optional;

/**
 * A message from the broker, checked to be a CloudEvent of a known type.
 *
 * @param id unique per event; the same again when it is delivered twice
 * @param source the service that wrote it
 * @param type what kind of event it is
 * @param subject id of the aggregate it is about
 * @param time when it happened
 * @param traceparent the span of the trace it belongs to
 * @param actor who caused it, where the event says so
 * @param tenant whose it is, where the event says so; an asterisk for nobody's in particular
 * @param json the data as it was sent
 * @param data the data as a {@link EventType#dataClass()}
 */
public record ReceivedEvent(
    String id,
    String source,
    EventType type,
    String subject,
    Instant time,
    Optional<String> traceparent,
    Optional<String> actor,
    Optional<String> tenant,
    String json,
    Object data) {

  /** The trace it belongs to. */
  public Optional<String> traceId() {
    // version-traceid-parentid-flags, W3C Trace Context
    return traceparent.filter(text -> text.length() >= 35).map(text -> text.substring(3, 35));
  }

  /**
   * The data as the record the consumer expects.
   *
   * @throws UnreadableEventException if this type's data is another record: the topic holds what it
   *     should not
   */
  public <T> T dataAs(Class<T> expected) {
    if (!expected.isInstance(data)) {
      throw new UnreadableEventException(
          "expected " + expected.getSimpleName() + " but the type is " + type.type(), null);
    }
    return expected.cast(data);
  }
}
