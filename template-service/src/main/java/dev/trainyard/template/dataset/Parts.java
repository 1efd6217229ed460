package dev.trainyard.template.dataset;

import dev.trainyard.kit.storage.StoredPart;
import java.util.List;

/**
 * How an archive is divided on its way to the storage.
 *
 * @param key where it will be in the bucket
 * @param uploadId what the storage knows the upload by
 * @param partBytes size of each part but the last
 * @param sizeBytes of all of them
 */
record Parts(String key, String uploadId, long partBytes, long sizeBytes) {

  int count() {
    return Math.toIntExact((sizeBytes + partBytes - 1) / partBytes);
  }

  /** The size of a part, counted from 1. */
  long bytesOf(int number) {
    return number < count() ? partBytes : sizeBytes - (count() - 1) * partBytes;
  }

  /**
   * @throws ChangedPartsException if one is missing or has another size
   */
  void requireWhole(List<StoredPart> stored) {
    var whole =
        stored.size() == count()
            && stored.stream().allMatch(part -> part.sizeBytes() == bytesOf(part.number()));
    if (!whole) {
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
