package dev.trainyard.template;

import dev.trainyard.contracts.event.EventType;
import dev.trainyard.contracts.process.ProcessEvent;
import dev.trainyard.contracts.process.ProcessStatus;
import dev.trainyard.kit.events.CloudEventCodec;
import dev.trainyard.kit.events.OutgoingEvent;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** Publishes events of processes as the process service does. */
final class ProcessEvents implements AutoCloseable {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final CloudEventCodec codec = new CloudEventCodec("process-service");
  private final KafkaProducer<String, byte[]> producer =
      new KafkaProducer<>(
          Map.of(
              "bootstrap.servers",
              ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class)),
          new StringSerializer(),
          new ByteArraySerializer());

  /** Returns once the broker has it. */
  void publish(EventType type, UUID process, Object data) {
    publish(null, type, process, data);
  }

  /** The same of a tenant. */
  void publish(String tenant, EventType type, UUID process, Object data) {
    var event =
        new OutgoingEvent(
            UUID.randomUUID(),
            type,
            process.toString(),
            NOON,
            null,
            null,
            tenant,
            codec.toJson(data));
    try {
      producer.send(codec.toRecord(event)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A process in a status. */
  static ProcessEvent process(UUID process, UUID template, UUID dataset, ProcessStatus status) {
    return new ProcessEvent(
        process,
        "run",
        UUID.randomUUID(),
        template,
        "user",
        dataset,
        UUID.randomUUID(),
        "gpu-01",
        status,
        true,
        1,
        NOON,
        null,
        null);
  }

  @Override
  public void close() {
    producer.close();
  }
}
