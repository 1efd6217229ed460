package dev.trainyard.template;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the service has published, read by a plain Kafka consumer. */
public final class Events implements AutoCloseable {
  private final CloudEventCodec codec = new CloudEventCodec("test");
  private final List<ReceivedEvent> received = new ArrayList<>();
  private final KafkaConsumer<String, byte[]> consumer;

  public Events() {
    this(Topics.TEMPLATE_EVENTS, Topics.DATASET_EVENTS);
  }

  public Events(String... topics) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                "group.id",
                "events-" + System.nanoTime(),
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                "500"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(topics));
  }

  /** Waits until so many events about this subject have arrived, and returns them in order. */
  public List<ReceivedEvent> about(Object subject, int count) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> poll(subject), found -> found.size() >= count);
  }

  /** The types of those events. */
  public List<EventType> typesAbout(Object subject, int count) {
    return about(subject, count).stream().map(ReceivedEvent::type).toList();
  }

  /** Waits for the first event of a type that fits. */
  public ReceivedEvent first(EventType type, java.util.function.Predicate<ReceivedEvent> fits) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              poll("");
              return received.stream()
                  .filter(event -> event.type() == type && fits.test(event))
                  .findFirst()
                  .orElse(null);
            },
            java.util.Objects::nonNull);
  }

  private List<ReceivedEvent> poll(Object subject) {
    consumer.poll(Duration.ofMillis(100)).forEach(record -> received.add(codec.read(record)));
    return received.stream().filter(event -> event.subject().equals(subject.toString())).toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
