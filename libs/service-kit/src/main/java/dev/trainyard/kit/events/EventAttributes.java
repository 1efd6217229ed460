package dev.trainyard.kit.events;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;

/**
 * The attributes of a CloudEvent in Kafka's binary mode: one header each.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">
 *     Kafka Protocol Binding for CloudEvents 1.0</a>
 */
final class EventAttributes {
  private static final String PREFIX = "ce_";

  private final Map<String, String> values = new HashMap<>();

  /**
   * @throws UnreadableEventException if the headers are not those of such an event
   */
  EventAttributes(Headers headers) {
    var contentType = headers.lastHeader("content-type");
    if (contentType != null && isStructured(contentType.value())) {
      throw new UnreadableEventException("is not a CloudEvent in binary mode", null);
    }
    for (var header : headers) {
      if (header.value() != null && header.key().startsWith(PREFIX)) {
        values.put(
            header.key().substring(PREFIX.length()),
            new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    if (!required("specversion").equals("1.0")) {
      throw new UnreadableEventException(
          "is a CloudEvent of version " + values.get("specversion") + ", not 1.0", null);
    }
  }

  /**
   * @throws UnreadableEventException if it is missing
   */
  String required(String name) {
    var value = values.get(name);
    if (value == null || value.isEmpty()) {
      throw new UnreadableEventException("has no " + PREFIX + name, null);
    }
    return value;
  }

  /** Null if it is missing. */
  String optional(String name) {
    return values.get(name);
  }

  /**
   * @throws UnreadableEventException if it is missing, or no time that can be stored
   */
  Instant time() {
    var text = required("time");
    try {
      var time = InstantText.parse(text);
      if (!StorableTime.isStorable(time)) {
        throw new UnreadableEventException(
            "has a ce_time out of the years 1 to 9999: " + text, null);
      }
      return time;
    } catch (DateTimeException e) {
      throw new UnreadableEventException("has no time in ce_time: " + text, e);
    }
  }

  private static boolean isStructured(byte[] contentType) {
    return contentType != null
        && new String(contentType, StandardCharsets.UTF_8).startsWith("application/cloudevents");
  }
}
