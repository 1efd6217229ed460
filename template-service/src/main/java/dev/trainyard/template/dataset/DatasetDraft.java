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
    Optional<String> sha256) {}
