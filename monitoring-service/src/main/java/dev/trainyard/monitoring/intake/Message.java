package dev.trainyard.monitoring.intake;

import dev.trainyard.kit.events.ReceivedEvent;
import dev.trainyard.kit.events.UnreadableEventException;

/**
 * The value of a record, read as an event or not readable.
 *
 * @param bytes as they came, for the dead-letter topic
 * @param event null if they cannot be read
 * @param failure why they cannot be read, else null
 */
public record Message(byte[] bytes, ReceivedEvent event, UnreadableEventException failure) {

  /** Without its bytes, which may be many. */
  @Override
  public String toString() {
    return event == null ? "unreadable" : event.type() + " " + event.id();
  }
}
