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
 * @param traceId the trace it belongs to
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
    Optional<String> traceId,
    Optional<String> actor,
    Optional<String> tenant,
    String json,
    Object data) {

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
