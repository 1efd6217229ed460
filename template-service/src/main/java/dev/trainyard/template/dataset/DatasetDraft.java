package dev.trainyard.template.dataset;

import java.util.UUID;

/**
 * A dataset that has arrived but is not one yet.
 *
 * @param id the id it will have
 * @param archive what was received
 */
record DatasetDraft(
    UUID id, UUID projectId, String name, String description, ReceivedArchive archive) {

  /** Where its archive is kept in the bucket. */
  String objectKey() {
    return projectId + "/" + id + ".zip";
  }
}
