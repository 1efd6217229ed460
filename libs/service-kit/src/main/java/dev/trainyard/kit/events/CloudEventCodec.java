package dev.trainyard.kit.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.contracts.event.EventType;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes and reads events as CloudEvents 1.0 in Kafka's binary mode: attributes in {@code ce_}
 * headers, JSON in the value. Thread-safe.
 */
public final class CloudEventCodec {
  private static final String TRACEPARENT = "traceparent";
  private static final String ACTOR = "actor";

  // Not the REST mapper: a consumer must accept fields that a newer producer added.
  private final ObjectMapper json =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .registerModule(new StorableText())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  private final URI source;

  /**
   * @param serviceName the service that writes, such as {@code process-service}
   */
  public CloudEventCodec(String serviceName) {
    this.source = URI.create("/trainyard/" + serviceName);
  }

  /** An event's data as JSON. */
  public String toJson(Object data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + data.getClass(), e);
    }
  }

  /** The record to send. */
  public ProducerRecord<String, byte[]> toRecord(OutgoingEvent event) {
    var cloudEvent =
        CloudEventBuilder.v1()
            .withId(event.id().toString())
            .withSource(source)
            .withType(event.type().type())
            .withSubject(event.key())
            .withTime(event.time().atOffset(ZoneOffset.UTC))
            .withDataContentType("application/json")
            .withDataSchema(URI.create(event.type().schemaResource()))
            .withData(event.json().getBytes(StandardCharsets.UTF_8));
    if (event.traceparent() != null) {
      cloudEvent.withExtension(TRACEPARENT, event.traceparent());
    }
    ProducerRecord<String, byte[]> record =
        KafkaMessageFactory.<String>createWriter(event.type().topic(), event.key())
            .writeBinary(cloudEvent.build());
    if (event.traceparent() != null) {
      // Also where OpenTelemetry's Kafka instrumentation looks for it.
      record.headers().add(TRACEPARENT, event.traceparent().getBytes(StandardCharsets.US_ASCII));
    }
    return record;
  }

  /**
   * Reads a record.
   *
   * @throws UnreadableEventException if it is no CloudEvent, of a type this version does not know,
   *     or its data does not fit the type
   */
  public ReceivedEvent read(ConsumerRecord<String, byte[]> record) {
    try {
      MessageReader reader = KafkaMessageFactory.createReader(record);
      if (reader.getEncoding() != Encoding.BINARY) {
        throw new UnreadableEventException(
            "is not a CloudEvent in binary mode: " + reader.getEncoding(), null);
      }
      var event = reader.toEvent();
      var type =
          EventType.of(event.getType())
              .orElseThrow(
                  () -> new UnreadableEventException("unknown type " + event.getType(), null));
      if (event.getData() == null) {
        throw new UnreadableEventException("has no data", null);
      }
      var bytes = event.getData().toBytes();
      var time = event.getTime();
      if (time == null) {
        throw new UnreadableEventException("has no time", null);
      }
      if (event.getSubject() == null) {
        throw new UnreadableEventException("has no subject", null);
      }
      var data = json.readValue(bytes, type.dataClass());
      if (data == null) {
        throw new UnreadableEventException("has null as data", null);
      }
      return new ReceivedEvent(
          event.getId(),
          event.getSource().toString(),
          type,
          event.getSubject(),
          time.toInstant(),
          traceId((String) event.getExtension(TRACEPARENT)),
          Optional.ofNullable((String) event.getExtension(ACTOR)).filter(actor -> !actor.isBlank()),
          new String(bytes, StandardCharsets.UTF_8),
          data);
    } catch (IOException
        | CloudEventRWException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new UnreadableEventException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<String> traceId(String traceparent) {
    // version-traceid-parentid-flags, W3C Trace Context
    if (traceparent == null || traceparent.length() < 35) {
      return Optional.empty();
    }
    return Optional.of(traceparent.substring(3, 35));
  }
}
