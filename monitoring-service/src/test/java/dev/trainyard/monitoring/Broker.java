package dev.trainyard.monitoring;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.RecordCode;
import dev.trainyard.kit.signing.RecordSignature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** The other services' side of the broker: publishes as they do, reads what came out. */
public final class Broker implements AutoCloseable {
  private static final String SERVERS = "bootstrap.servers";
  private static final Set<EventType> OF_AGENTS =
      Set.of(EventType.METRICS_REPORTED, EventType.LOG_LINES, EventType.HEARTBEAT);

  private final MessageKey agents = ProcessStandIn.agentsKey();
  private String tenant = "default";

  private final CloudEventCodec codec = new CloudEventCodec("process-service");
  private final KafkaProducer<String, byte[]> producer =
      new KafkaProducer<>(
          Map.of(SERVERS, servers()), new StringSerializer(), new ByteArraySerializer());

  private static String servers() {
    return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
  }

  /** Publishes a new event and returns its id. */
  public UUID publish(EventType type, UUID key, Object data) {
    var id = UUID.randomUUID();
    publish(id, type, key, data);
    return id;
  }

  /** Publishes an event that happened at a time. */
  public void publish(UUID id, EventType type, UUID key, Object data, Instant time) {
    send(encode(id, type, key, data, time));
  }

  /** Publishes an event under an id, perhaps not for the first time. */
  public void publish(UUID id, EventType type, UUID key, Object data) {
    send(encode(id, type, key, data));
  }

  /** An event on its way to a topic it does not belong to. */
  public ProducerRecord<String, byte[]> record(
      EventType type, UUID key, Object data, String topic) {
    var right = encode(UUID.randomUUID(), type, key, data);
    return new ProducerRecord<>(topic, null, right.key(), right.value(), right.headers());
  }

  /** What is published from now on is of this tenant; null for what belongs to none. */
  public Broker of(String newTenant) {
    tenant = newTenant;
    return this;
  }

  private ProducerRecord<String, byte[]> encode(UUID id, EventType type, UUID key, Object data) {
    return encode(id, type, key, data, Instant.parse("2026-11-23T12:00:00Z"));
  }

  private ProducerRecord<String, byte[]> encode(
      UUID id, EventType type, UUID key, Object data, Instant time) {
    var record = unsigned(id, type, key, data, time);
    if (OF_AGENTS.contains(type)) {
      RecordCode.add(record, agents);
    }
    return record;
  }

  private ProducerRecord<String, byte[]> unsigned(
      UUID id, EventType type, UUID key, Object data, Instant time) {
    return codec.toRecord(
        new OutgoingEvent(
            id,
            type,
            key.toString(),
            time,
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            null,
            tenant,
            codec.toJson(data)));
  }

  /**
   * Publishes what another has written.
   *
   * @param secret with which its code was made; none if empty
   */
  public void publishForged(EventType type, UUID key, Object data, Optional<MessageKey> secret) {
    var record = unsigned(UUID.randomUUID(), type, key, data, Instant.now());
    secret.ifPresent(its -> RecordCode.add(record, its));
    send(record);
  }

  /** Publishes what an agent has signed that was not given the secret yet. */
  public void publishSigned(EventType type, UUID key, Object data) {
    var record = unsigned(UUID.randomUUID(), type, key, data, Instant.now());
    RecordSignature.add(record, ProcessStandIn.signingKey());
    send(record);
  }

  /** Sends a record as it is. */
  public void send(ProducerRecord<String, byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every message of a topic with this key, as far as the topic goes now. */
  public List<ConsumerRecord<String, byte[]>> read(String topic, String key) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(SERVERS, servers()), new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          IntStream.range(0, consumer.partitionsFor(topic).size())
              .mapToObj(number -> new TopicPartition(topic, number))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var found = new ArrayList<ConsumerRecord<String, byte[]>>();
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        consumer.poll(Duration.ofMillis(200)).forEach(found::add);
      }
      return found.stream().filter(record -> key.equals(record.key())).toList();
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
