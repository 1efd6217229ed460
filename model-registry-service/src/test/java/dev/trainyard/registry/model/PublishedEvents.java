package dev.trainyard.registry.model;

import dev.trainyard.contracts.event.Topics;
import dev.trainyard.contracts.model.ModelEvent;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.ReceivedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** What a plain consumer reads from the topic of the models. */
final class PublishedEvents {
  private final CloudEventCodec codec = new CloudEventCodec("test");
  private final String bootstrapServers;

  PublishedEvents(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** The events of one model, once there are as many as expected. */
  List<ReceivedEvent> of(String modelId, int expected) {
    return read(Set.of(modelId), events -> events.size() >= expected);
  }

  /** The events of these models, each up to the first that is its last one. */
  List<ReceivedEvent> of(Set<String> modelIds, Predicate<ModelEvent> last) {
    return read(
        modelIds,
        events ->
            events.stream()
                    .map(event -> event.dataAs(ModelEvent.class))
                    .filter(last)
                    .map(ModelEvent::modelId)
                    .distinct()
                    .count()
                == modelIds.size());
  }

  private List<ReceivedEvent> read(
      Set<String> modelIds, Predicate<List<ReceivedEvent>> isComplete) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.GROUP_ID_CONFIG,
            UUID.randomUUID().toString(),
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.METADATA_MAX_AGE_CONFIG,
            500);
    var events = new ArrayList<ReceivedEvent>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.MODEL_EVENTS));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInSameThread()
          .until(
              () -> {
                for (var record : consumer.poll(Duration.ofMillis(200))) {
                  if (modelIds.contains(record.key())) {
                    events.add(codec.read(record));
                  }
                }
                return isComplete.test(events);
              });
    }
    return events;
  }
}
