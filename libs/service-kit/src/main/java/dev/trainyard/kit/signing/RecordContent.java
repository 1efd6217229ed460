package dev.trainyard.kit.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    var bytes = new ByteArrayOutputStream(value == null ? 512 : value.length + 512);
    put(bytes, purpose);
    put(bytes, topic);
    put(bytes, key);
    for (var header : headers) {
      if (header.key().startsWith(ATTRIBUTE) && !VOUCHING.contains(header.key())) {
        put(bytes, header.key());
        put(bytes, header.value());
      }
    }
    put(bytes, value);
    return bytes.toByteArray();
  }

  private static void put(ByteArrayOutputStream bytes, String text) {
    put(bytes, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ByteArrayOutputStream bytes, byte[] part) {
    bytes.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).putInt(part == null ? -1 : part.length).array());
    if (part != null) {
      bytes.writeBytes(part);
    }
  }
}
