package dev.trainyard.registry.model;

import dev.trainyard.kit.storage.StoredPart;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  int count() {
    return Math.toIntExact((sizeBytes + partBytes - 1) / partBytes);
  }

  /** The size of a part, counted from 1. */
  long bytesOf(int number) {
    return number < count() ? partBytes : sizeBytes - (count() - 1) * partBytes;
  }

  List<Integer> numbers() {
    return IntStream.rangeClosed(1, count()).boxed().toList();
  }

  /** The numbers of those parts that are as they must be. */
  Set<Integer> arrivedAmong(Collection<StoredPart> stored) {
    return stored.stream()
        .filter(part -> part.number() <= count() && part.sizeBytes() == bytesOf(part.number()))
        .map(StoredPart::number)
        .collect(Collectors.toSet());
  }
}
