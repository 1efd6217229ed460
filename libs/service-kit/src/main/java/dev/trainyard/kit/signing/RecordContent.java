package dev.trainyard.kit.signing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * The bytes of a record that are vouched for: purpose, topic, key, all attributes of the CloudEvent
 * but those that vouch, and the value. Each part comes after its length, so that no two records
 * give the same bytes.
 */
final class RecordContent {
  private static final String ATTRIBUTE = "ce_";
  private static final Set<String> VOUCHING = Set.of(RecordSignature.HEADER, RecordCode.HEADER);

  private RecordContent() {}

  static byte[] of(String purpose, ProducerRecord<String, byte[]> record) {
    return of(purpose, record.topic(), record.key(), record.headers(), record.value());
  }

  /**
   * @param value as it came, where the record has it in another shape
   */
  static byte[] of(String purpose, ConsumerRecord<String, ?> record, byte[] value) {
    return of(purpose, record.topic(), record.key(), record.headers(), value);
  }

  private static byte[] of(
      String purpose, String topic, String key, Headers headers, byte[] value) {
    var parts = new ArrayList<byte[]>();
    parts.add(bytes(purpose));
    parts.add(bytes(topic));
    parts.add(bytes(key));
    for (var header : headers) {
      if (header.key().startsWith(ATTRIBUTE) && !VOUCHING.contains(header.key())) {
        parts.add(bytes(header.key()));
        parts.add(header.value());
      }
    }
    parts.add(value);
    return joined(parts);
  }

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(List<byte[]> parts) {
    var length = 0;
    for (var part : parts) {
      length += Integer.BYTES + (part == null ? 0 : part.length);
    }
    var bytes = ByteBuffer.allocate(length);
    for (var part : parts) {
      bytes.putInt(part == null ? -1 : part.length);
      if (part != null) {
        bytes.put(part);
      }
    }
    return bytes.array();
  }
}
