package dev.trainyard.process.signing;

import dev.trainyard.contracts.event.Topics;
import dev.trainyard.kit.lifecycle.DatabaseMigrated;
import dev.trainyard.kit.outbox.RecordSigner;
import dev.trainyard.kit.signing.RecordSignature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Signs commands, so that agents obey this service and not whoever can write to the broker. The key
 * is read for each, since another replica may have changed it. Thread-safe.
 */
@ApplicationScoped
class CommandSigner implements RecordSigner {
  private final SigningKeys keys;

  CommandSigner(SigningKeys keys) {
    this.keys = keys;
  }

  /** Tells at the start of a key that cannot be used; and makes one before the first agent asks. */
  void onDatabase(@Observes DatabaseMigrated event) {
    keys.current();
  }

  @Override
  public void sign(ProducerRecord<String, byte[]> record) {
    if (record.topic().equals(Topics.PROCESS_COMMANDS)) {
      RecordSignature.add(record, keys.current());
    }
  }
}
