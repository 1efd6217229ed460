package dev.trainyard.kit.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the header {@code ce_signature} of a record says: {@code KEY.SIGNATURE}, the id of the key
 * and, in Base64 for addresses, its signature over topic, key, all other attributes of the
 * CloudEvent and the value, so that none of them can be changed or used elsewhere. Immutable.
 */
public final class RecordSignature {
  /** Where it is. */
  public static final String HEADER = "ce_signature";

  private static final String PURPOSE = "trainyard-record-1";

  private final String keyId;
  private final byte[] content;
  private final byte[] signature;

  private RecordSignature(String keyId, byte[] content, byte[] signature) {
    this.keyId = keyId;
    this.content = content;
    this.signature = signature;
  }

  /** Adds the header to a record that is not changed any more. */
  public static void add(ProducerRecord<String, byte[]> record, SigningKey key) {
    var content = RecordContent.of(PURPOSE, record);
    var text = key.open().id() + "." + encode(key.sign(content));
    record.headers().add(HEADER, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** That of a record; empty if it has none, or none that can be read. */
  public static Optional<RecordSignature> of(ConsumerRecord<String, byte[]> record) {
    return of(record, record.value());
  }

  static Optional<RecordSignature> of(ConsumerRecord<String, ?> record, byte[] value) {
    var header = record.headers().lastHeader(HEADER);
    if (header == null || header.value() == null) {
      return Optional.empty();
    }
    var text = new String(header.value(), StandardCharsets.US_ASCII);
    var dot = text.indexOf('.');
    if (dot < 1) {
      return Optional.empty();
    }
    try {
      var signature = Base64.getUrlDecoder().decode(text.substring(dot + 1));
      var content = RecordContent.of(PURPOSE, record, value);
      return Optional.of(new RecordSignature(text.substring(0, dot), content, signature));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whose signature it claims to be. */
  public String keyId() {
    return keyId;
  }

  /** Whether this key made it, for just this record. */
  public boolean isBy(VerificationKey key) {
    return key.id().equals(keyId) && key.verifies(content, signature);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
