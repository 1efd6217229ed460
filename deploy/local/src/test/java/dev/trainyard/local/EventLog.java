package dev.trainyard.local;

import dev.trainyard.contracts.event.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads all that is on the broker, as an integrator with a plain consumer would. */
public final class EventLog {
  private final Map<String, Object> broker;

  /**
   * @param broker what a client needs to connect
   */
  public EventLog(Map<String, Object> broker) {
    this.broker = broker;
  }

  /**
   * One message.
   *
   * @param topic where it was
   * @param key its key
   * @param headers its headers
   * @param json its value
   */
  public record Message(String topic, String key, Map<String, String> headers, String json) {
    public String type() {
      return headers.get("ce_type");
    }
  }

  /** Everything on all topics up to now, in order within each partition. */
  public List<Message> readAll() {
    return read(Topics.ALL);
  }

  /** The same of some topics. */
  public List<Message> read(Collection<String> topics) {
    try (var consumer =
        new KafkaConsumer<String, String>(
            broker, new StringDeserializer(), new StringDeserializer())) {
      var partitions =
          topics.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var messages = new ArrayList<Message>();
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> messages.add(message(record)));
      }
      return messages;
    }
  }

  private static Message message(ConsumerRecord<String, String> record) {
    var headers =
        StreamSupport.stream(record.headers().spliterator(), false)
            .collect(
                Collectors.toMap(
                    header -> header.key(),
                    header -> new String(header.value(), StandardCharsets.UTF_8),
                    (first, second) -> second));
    return new Message(record.topic(), record.key(), headers, record.value());
  }
}
