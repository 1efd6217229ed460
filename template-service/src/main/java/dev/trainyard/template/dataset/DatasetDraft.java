package dev.trainyard.template.dataset;

import dev.trainyard.template.archive.TestSplit;
import java.util.Optional;
import java.util.UUID;

/**
 * A dataset whose upload begins.
 *
 * @param id the id it will have
 * @param split how its images are divided, should they come without sets
 * @param sizeBytes of the archive as the client says it; 0 when it does not say
 * @param sha256 of the archive as the client says it, lower-case hex; empty when it does not say
 */
record DatasetDraft(
    UUID id,
    UUID projectId,
    String name,
    String description,
    TestSplit split,
    long sizeBytes,
    Optional<String> sha256) {
  /** Of a SHA-256. */
  static final String SHA_256 = "[0-9a-f]{64}";

  /** What is said of one that is none. */
  static final String NO_SHA_256 = "must be a SHA-256 of 64 lower-case hex digits";
}
