package dev.trainyard.kit.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.contracts.event.EventType;
import dev.trainyard.kit.tenant.TenantScope;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Writes and reads events as CloudEvents 1.0 in Kafka's binary mode: attributes in {@code ce_}
 * headers, JSON in the value. Thread-safe.
 */
public final class CloudEventCodec {
  private static final String TRACEPARENT = "traceparent";
  private static final String ACTOR = "actor";
  private static final String TENANT = "tenant";

  // Not the REST mapper: a consumer must accept fields that a newer producer added.
  private final ObjectMapper json =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER).build())
          .registerModule(new JavaTimeModule().addDeserializer(Instant.class, new InstantReader()))
          .registerModule(new Jdk8Module())
          .registerModule(new StorableText())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
  private final Map<EventType, ObjectReader> readers = new EnumMap<>(EventType.class);
  private final URI source;

  /**
   * @param serviceName the service that writes, such as {@code process-service}
   */
  public CloudEventCodec(String serviceName) {
    this.source = URI.create("/trainyard/" + serviceName);
    for (var type : EventType.values()) {
      readers.put(type, json.readerFor(type.dataClass()));
    }
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
    if (event.actor() != null) {
      cloudEvent.withExtension(ACTOR, event.actor());
    }
    if (event.tenant() != null) {
      cloudEvent.withExtension(TENANT, event.tenant());
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

  /** Reads a record, as {@link #read(Headers, byte[])} does. */
  public ReceivedEvent read(ConsumerRecord<String, byte[]> record) {
    return read(record.headers(), record.value());
  }

  /**
   * Reads the headers and the value of a record.
   *
   * @throws UnreadableEventException if it is no CloudEvent, of a type this version does not know,
   *     or its data does not fit the type
   */
  public ReceivedEvent read(Headers headers, byte[] value) {
    var attributes = new EventAttributes(headers);
    var type =
        EventType.of(attributes.required("type"))
            .orElseThrow(
                () ->
                    new UnreadableEventException(
                        "unknown type " + attributes.optional("type"), null));
    if (value == null) {
      throw new UnreadableEventException("has no data", null);
    }
    if (!isObject(value)) {
      throw new UnreadableEventException("has data that is no JSON object in UTF-8", null);
    }
    return new ReceivedEvent(
        attributes.required("id"),
        attributes.required("source"),
        type,
        attributes.required("subject"),
        attributes.time(),
        Optional.ofNullable(attributes.optional(TRACEPARENT)),
        Optional.ofNullable(attributes.optional(ACTOR)).filter(actor -> !actor.isBlank()),
        tenant(attributes.optional(TENANT)),
        new String(value, StandardCharsets.UTF_8),
        data(type, value));
  }

  /** Jackson also takes a byte order mark and UTF-16, with which the text would be another. */
  private static boolean isObject(byte[] value) {
    var first = 0;
    while (first < value.length && Character.isWhitespace(value[first])) {
      first++;
    }
    return first + 1 < value.length && value[first] == '{' && value[first + 1] != 0;
  }

  private Object data(EventType type, byte[] value) {
    try {
      var data = readers.get(type).readValue(value);
      if (data == null) {
        throw new UnreadableEventException("has null as data", null);
      }
      return data;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new UnreadableEventException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static Optional<String> tenant(String name) {
    if (name != null && !TenantScope.isName(name) && !name.equals(TenantScope.ALL_NAME)) {
      throw new UnreadableEventException("has no tenant's name in ce_tenant", null);
    }
    return Optional.ofNullable(name);
  }
}
