package dev.trainyard.agent.publishing;

import dev.trainyard.contracts.event.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Keeps what is published, and delivers it when it is told to. For one thread. */
public final class RecordingPublisher extends EventPublisher {
  private final List<Object> published = new ArrayList<>();
  private final List<Runnable> undelivered = new ArrayList<>();

  public RecordingPublisher() {
    super(null, null, null, null, null);
  }

  @Override
  public void publish(EventType type, UUID key, Object data, Runnable onDelivered) {
    published.add(data);
    undelivered.add(onDelivered);
  }

  /** What was published of this kind, in order. */
  public <T> List<T> published(Class<T> type) {
    return published.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The broker takes everything that it was not sent before. */
  public void deliver() {
    undelivered.forEach(Runnable::run);
    undelivered.clear();
  }
}
