package dev.trainyard.template.dataset;

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
}
