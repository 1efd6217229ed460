package dev.trainyard.local.chaos;

import dev.trainyard.contracts.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes commands, reports and heartbeats once or twice more, later and in another order, as a
 * broker may after a failure. What it repeats carries a header of its own and is not repeated
 * again. Works on one thread from the construction to {@link #end}.
 */
final class MessageEcho {
  private static final String ECHO = "chaos-echo";
  private static final List<String> TOPICS =
      List.of(Topics.PROCESS_COMMANDS, Topics.PROCESS_REPORTS, Topics.MACHINE_HEARTBEATS);

  private final Random random;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ConsumerRecord<byte[], byte[]>> held = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "message-echo");
  private volatile boolean closing;
  private int sent;

  MessageEcho(Map<String, Object> broker, Random random) {
    this.random = random;
    this.consumer =
        new KafkaConsumer<>(broker, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.producer =
        new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer());
    var partitions =
        TOPICS.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    thread.start();
  }

  /** Publishes what it still holds, all at once and in no order, and ends. */
  void end() throws InterruptedException {
    closing = true;
    thread.join();
    Narration.tell("%d messages were published again", sent);
  }

  private void run() {
    try {
      while (!closing) {
        hold();
        Collections.shuffle(held, random);
        // Half of them now, the others after messages that are newer than they are.
        publishAgain(held.subList(0, held.size() / 2));
      }
      hold();
      publishAgain(held);
    } finally {
      consumer.close();
      producer.close();
    }
  }

  private void hold() {
    for (var record : consumer.poll(Duration.ofMillis(500))) {
      if (record.headers().lastHeader(ECHO) == null) {
        held.add(record);
        if (random.nextBoolean()) {
          held.add(record);
        }
      }
    }
  }

  private void publishAgain(List<ConsumerRecord<byte[], byte[]>> records) {
    for (var record : records) {
      var again =
          new ProducerRecord<>(
              record.topic(), record.partition(), record.key(), record.value(), record.headers());
      again.headers().add(ECHO, new byte[0]);
      producer.send(again);
      sent++;
    }
    producer.flush();
    records.clear();
  }
}
