package dev.trainyard.template.dataset;

import dev.trainyard.kit.integrity.ObjectDisposal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/**
 * Objects in the storage that no dataset owns, so that none stays for ever: an upload announces its
 * object before it stores it and takes it over with the dataset's row; a delete hands it back. What
 * is left, because this service or the storage died in between, is removed when its time has come.
 */
@ApplicationScoped
class OwnerlessObjects {
  private final ObjectDisposal disposal;
  private final Clock clock;

  OwnerlessObjects(ObjectDisposal disposal, Clock clock) {
    this.disposal = disposal;
    this.clock = clock;
  }

  /** Says that an object has no owner and is to be removed after a while; wants a transaction. */
  void announce(String objectKey, Duration after) {
    disposal.note(objectKey, clock.instant().plus(after));
  }

  /**
   * Says that an object has an owner from now on; wants a transaction.
   *
   * @throws IllegalStateException if it was removed already
   */
  void takeOver(String objectKey) {
    if (!disposal.cancel(objectKey)) {
      throw new IllegalStateException(
          "the upload took longer than trainyard.datasets.upload-timeout");
    }
  }

  /** Removes an object now, or later if the storage does not answer. */
  void removeNow(String objectKey) {
    disposal.removeEarly(objectKey);
  }
}
