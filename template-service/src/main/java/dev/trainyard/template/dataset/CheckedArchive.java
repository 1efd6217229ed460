package dev.trainyard.template.dataset;

import dev.trainyard.template.archive.ArchiveContent;
import dev.trainyard.template.archive.TestSplit;

/**
 * An archive that is a dataset, stored where it stays.
 *
 * @param objectKey its key in the bucket
 * @param digest its SHA-256, lower-case hex
 * @param split how its images were divided here; null when they came with their sets
 */
record CheckedArchive(
    String objectKey, long sizeBytes, String digest, ArchiveContent content, TestSplit split) {}
