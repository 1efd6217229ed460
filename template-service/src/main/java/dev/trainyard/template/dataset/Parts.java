package dev.trainyard.template.dataset;

import dev.trainyard.kit.storage.PartDivision;
import dev.trainyard.kit.storage.StoredPart;
import java.util.List;

/**
 * How an archive is divided on its way to the storage.
 *
 * @param key where it will be in the bucket
 * @param uploadId what the storage knows the upload by
 */
record Parts(String key, String uploadId, PartDivision division) {

  /**
   * @throws ChangedPartsException if one is missing or has another size
   */
  void requireWhole(List<StoredPart> stored) {
    if (stored.size() != division.count()
        || division.arrivedAmong(stored).size() != division.count()) {
      throw new ChangedPartsException();
    }
  }

  /** Parts were sent again after the upload was complete. */
  static final class ChangedPartsException extends RuntimeException {
    ChangedPartsException() {
      super("parts were sent again after the upload was complete");
    }
  }
}
