package dev.trainyard.process;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.process.ProcessRepairEvent;
import dev.trainyard.contracts.process.RunRepair;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The events that the service has published. */
public final class Events implements AutoCloseable {
  private final CloudEventCodec codec = new CloudEventCodec("test");
  private final Inbox inbox = new Inbox(Topics.PROCESS_EVENTS, Topics.MACHINE_EVENTS);

  /**
   * Waits until so many events about this subject, repairs and enrolments aside, have come; in
   * their order.
   */
  public List<ReceivedEvent> about(UUID subject, int count) {
    return inbox.await(count, record -> isAbout(subject, record) && !isAside(record)).stream()
        .map(codec::read)
        .toList();
  }

  /** Waits until so many repairs of a process have been told of, and returns them in order. */
  public List<RunRepair> repairsOf(UUID process, int count) {
    return inbox.await(count, record -> isAbout(process, record) && isRepair(record)).stream()
        .map(record -> codec.read(record).dataAs(ProcessRepairEvent.class).repair())
        .toList();
  }

  /** Every agent enrols before its story begins. */
  private boolean isAside(ConsumerRecord<String, byte[]> record) {
    return isRepair(record) || codec.read(record).type() == EventType.MACHINE_ENROLLED;
  }

  private boolean isRepair(ConsumerRecord<String, byte[]> record) {
    return codec.read(record).type() == EventType.PROCESS_REPAIRED;
  }

  private static boolean isAbout(UUID subject, ConsumerRecord<String, byte[]> record) {
    return subject.toString().equals(record.key());
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
