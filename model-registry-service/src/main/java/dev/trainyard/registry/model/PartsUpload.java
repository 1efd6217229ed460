package dev.trainyard.registry.model;

import dev.trainyard.kit.storage.PartDivision;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * How a pending model's archive is divided on its way to the storage.
 *
 * @param uploadId what the storage knows the upload by
 * @param partBytes size of each part but the last
 * @param sizeBytes announced size of the archive
 * @param sha256 announced digest of the archive, lower-case hex
 */
@Embeddable
record PartsUpload(
    @Column(name = "upload_id") String uploadId,
    @Column(name = "upload_part_bytes") long partBytes,
    @Column(name = "upload_size_bytes") long sizeBytes,
    @Column(name = "upload_sha256") String sha256) {

  /** Whether it is of this archive. */
  boolean isOf(String digest, long size) {
    return sha256.equals(digest) && sizeBytes == size;
  }

  PartDivision division() {
    return new PartDivision(partBytes, sizeBytes);
  }
}
