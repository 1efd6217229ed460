package dev.trainyard.kit.signing;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * By which an agent's messages are known.
 *
 * @param signatureKey the open half of the key that it was enrolled with
 * @param messageKey the secret that it shares with the services
 */
public record SenderKeys(VerificationKey signatureKey, MessageKey messageKey) {

  /**
   * Whether the agent has written a record, which it shows with a code or, as long as it has not
   * been given the secret, with a signature.
   *
   * @param value as it came, where the record has it in another shape
   */
  public boolean wrote(ConsumerRecord<String, ?> record, byte[] value) {
    return RecordCode.isOn(record)
        ? RecordCode.isBy(messageKey, record, value)
        : hasSigned(record, value);
  }

  /** Whether the agent has signed a record: so that others can see it, too, who cannot sign it. */
  public boolean hasSigned(ConsumerRecord<String, byte[]> record) {
    return hasSigned(record, record.value());
  }

  private boolean hasSigned(ConsumerRecord<String, ?> record, byte[] value) {
    return RecordSignature.of(record, value).filter(found -> found.isBy(signatureKey)).isPresent();
  }
}
