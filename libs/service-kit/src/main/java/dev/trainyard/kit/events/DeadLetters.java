package dev.trainyard.kit.events;

import dev.trainyard.contracts.event.Topics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Puts messages that nobody can read into the dead-letter topic of the topic they came from, as
 * they were, with the reason in headers. Connects at the first of them.
 */
@ApplicationScoped
public class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);

  private final KafkaConnection connection;
  private KafkaProducer<String, byte[]> producer;

  DeadLetters(KafkaConnection connection) {
    this.connection = connection;
  }

  /**
   * Returns once the broker has it.
   *
   * @param record which message it is
   * @param value its value as it came; null if it has none
   */
  public void add(ConsumerRecord<String, ?> record, byte[] value, RuntimeException reason)
      throws ExecutionException, InterruptedException {
    LOG.warnf(
        "Message moved to the dead-letter topic topic=%s partition=%d offset=%d reason=%s",
        record.topic(), record.partition(), record.offset(), reason.getMessage());
    var letter =
        new ProducerRecord<>(
            Topics.deadLetterOf(record.topic()), null, record.key(), value, record.headers());
    header(letter, "dead-letter-reason", String.valueOf(reason.getMessage()));
    header(letter, "dead-letter-exception-class-name", reason.getClass().getName());
    header(letter, "dead-letter-topic", record.topic());
    header(letter, "dead-letter-partition", String.valueOf(record.partition()));
    header(letter, "dead-letter-offset", String.valueOf(record.offset()));
    producer().send(letter).get();
  }

  synchronized void onStop(@Observes ShutdownEvent event) {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }

  private synchronized KafkaProducer<String, byte[]> producer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              connection.with(
                  Map.of(
                      ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                      StringSerializer.class,
                      ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                      ByteArraySerializer.class,
                      ProducerConfig.ACKS_CONFIG,
                      "all",
                      ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                      true)));
    }
    return producer;
  }

  private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
