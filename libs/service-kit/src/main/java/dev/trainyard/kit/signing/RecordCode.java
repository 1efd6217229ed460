package dev.trainyard.kit.signing;

import java.security.MessageDigest;
import java.util.Base64;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What the header {@code ce_mac} of a record says: the code that a {@link MessageKey} gives for all
 * that a {@link RecordSignature} covers, in Base64 for addresses.
 */
public final class RecordCode {
  /** Where it is. */
  public static final String HEADER = "ce_mac";

  private static final String PURPOSE = "trainyard-record-mac-1";
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private RecordCode() {}

  /** Adds the header to a record that is not changed any more. */
  public static void add(ProducerRecord<String, byte[]> record, MessageKey key) {
    var code = key.codeOf(RecordContent.of(PURPOSE, record));
    record.headers().add(HEADER, TEXT.encode(code));
  }

  /** Whether a record has one. */
  static boolean isOn(ConsumerRecord<String, ?> record) {
    return record.headers().lastHeader(HEADER) != null;
  }

  /** Whether it was made with this key, for just this record. */
  static boolean isBy(MessageKey key, ConsumerRecord<String, ?> record, byte[] value) {
    var header = record.headers().lastHeader(HEADER);
    if (header == null || header.value() == null) {
      return false;
    }
    var code = key.codeOf(RecordContent.of(PURPOSE, record, value));
    // Takes as long for a guess that is nearly right.
    return MessageDigest.isEqual(TEXT.encode(code), header.value());
  }
}
