package dev.trainyard.bench.metrics;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.metrics.MetricPoint;
import dev.trainyard.contracts.metrics.MetricsReported;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import dev.trainyard.kit.signing.MessageKey;
import dev.trainyard.kit.signing.RecordCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What agents send of their trainings. Thread-safe. */
public final class Reporter implements AutoCloseable {
  public static final UUID MACHINE = UUID.fromString("019aa000-0000-7000-8000-000000000002");
  private static final int EVALUATED_EVERY = 20;

  private final CloudEventCodec codec = new CloudEventCodec("agent-service");
  private final KafkaProducer<String, byte[]> producer;
  private final MessageKey key;

  /**
   * @param key the secret of the agent that reports
   */
  public Reporter(String bootstrapServers, MessageKey key) {
    this.key = key;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Sends a report; it may still be on its way when this returns. */
  public void send(UUID processId, long sequence, List<MetricPoint> points) {
    var record =
        codec.toRecord(
            new OutgoingEvent(
                UUID.randomUUID(),
                EventType.METRICS_REPORTED,
                processId.toString(),
                Instant.now(),
                null,
                codec.toJson(new MetricsReported(processId, MACHINE, 1, sequence, points))));
    RecordCode.add(record, key);
    producer.send(record);
  }

  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }

  /** A point as trainers report it; every twentieth has the values of the test set. */
  public static MetricPoint point(int iteration) {
    var evaluated = iteration % EVALUATED_EVERY == 0;
    var noise = Math.sin(iteration * 12.9898) * 0.1;
    return new MetricPoint(
        iteration,
        iteration / 62.5,
        Instant.now(),
        0.005 * Math.cos(iteration * 1e-6),
        2.3 / (1 + iteration * 1e-4) + noise,
        118.5 + noise,
        93.5 + noise,
        88.25 + noise,
        101.125 + noise,
        evaluated ? 0.9 + noise : null,
        evaluated ? 0.88 + noise : null,
        evaluated ? 0.4 + noise : null);
  }

  /** How many values the points from 1 to this have. */
  static long valuesUpTo(long iteration) {
    return 6 * iteration + 3 * (iteration / EVALUATED_EVERY);
  }
}
