package dev.trainyard.kit.outbox;

import org.apache.kafka.clients.producer.ProducerRecord;

/** Has what leaves the outbox say who wrote it; a service may have one. Thread-safe. */
@FunctionalInterface
public interface RecordSigner {

  /**
   * Signs a record that is about to be sent, if it is one to sign.
   *
   * @throws IllegalStateException if that is not possible just now; the record waits
   */
  void sign(ProducerRecord<String, byte[]> record);
}
