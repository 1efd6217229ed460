package dev.trainyard.template.dataset;

import dev.trainyard.template.archive.TestSplit;
import java.util.UUID;

/**
 * A dataset that has arrived but is not one yet.
 *
 * @param id the id it will have
 * @param archive what is to be kept
 * @param split how its images were divided here; null when they came with their sets
 */
record DatasetDraft(
    UUID id,
    UUID projectId,
    String name,
    String description,
    ReceivedArchive archive,
    TestSplit split) {

  /** The same with an archive that was made of what was received. */
  DatasetDraft divided(ReceivedArchive made, TestSplit by) {
    return new DatasetDraft(id, projectId, name, description, made, by);
  }

  /** Where its archive is kept in the bucket. */
  String objectKey() {
    return projectId + "/" + id + ".zip";
  }
}
