package dev.trainyard.contracts.dataset;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A dataset version as it is after something happened to it.
 *
 * @param datasetId the dataset version
 * @param projectId its project
 * @param name the dataset's name
 * @param version from 1; 0 when rejected, which takes no version
 * @param sizeBytes size of the archive
 * @param digest SHA-256 of the archive, lower-case hex
 * @param classes the labels, sorted; empty when rejected
 * @param trainImages images in the train split
 * @param testImages images in the test split
 * @param problems why it was rejected; empty otherwise
 * @param occurredAt when it happened
 */
public record DatasetEvent(
    UUID datasetId,
    UUID projectId,
    String name,
    int version,
    long sizeBytes,
    String digest,
    List<String> classes,
    int trainImages,
    int testImages,
    List<String> problems,
    Instant occurredAt) {
  public DatasetEvent {
    classes = classes == null ? List.of() : List.copyOf(classes);
    problems = problems == null ? List.of() : List.copyOf(problems);
  }
}
