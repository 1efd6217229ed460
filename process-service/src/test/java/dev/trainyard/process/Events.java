package dev.trainyard.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import java.util.List;
import java.util.UUID;

/** The events that the service has published. */
public final class Events implements AutoCloseable {
  private final CloudEventCodec codec = new CloudEventCodec("test");
  private final Inbox inbox = new Inbox(Topics.PROCESS_EVENTS, Topics.MACHINE_EVENTS);

  /** Waits until so many events about this subject have arrived, and returns them in order. */
  public List<ReceivedEvent> about(UUID subject, int count) {
    return inbox.await(count, record -> subject.toString().equals(record.key())).stream()
        .map(codec::read)
        .toList();
  }

  /** The types of those events. */
  public List<EventType> typesAbout(UUID subject, int count) {
    return about(subject, count).stream().map(ReceivedEvent::type).toList();
  }

  @Override
  public void close() {
    inbox.close();
  }
}
