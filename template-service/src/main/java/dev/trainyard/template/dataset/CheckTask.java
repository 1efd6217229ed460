package dev.trainyard.template.dataset;

import dev.trainyard.kit.tenant.TenantScope;
import dev.trainyard.template.archive.TestSplit;
import java.util.Optional;
import java.util.UUID;

/**
 * An attempt to check a dataset.
 *
 * @param tenant whose the dataset is
 * @param receivedKey where what was received lies in the bucket
 * @param parts how it came, if it came in parts
 * @param oneByOne whether it came image by image
 * @param sha256 of what was to be sent; empty when the client did not say
 * @param attempt which one; only the newest may end the check
 * @param triesLeft how many may follow; negative when this one is one too many
 */
record CheckTask(
    UUID datasetId,
    UUID projectId,
    TenantScope tenant,
    String receivedKey,
    Optional<Parts> parts,
    boolean oneByOne,
    Optional<String> sha256,
    TestSplit split,
    int attempt,
    int triesLeft) {

  static CheckTask of(Dataset dataset, PendingUpload upload) {
    return new CheckTask(
        dataset.id(),
        dataset.projectId(),
        TenantScope.of(dataset.tenant()),
        upload.objectKey(),
        upload.parts(dataset.sizeBytes()),
        upload.isOneByOne(),
        upload.announcedSha256(),
        upload.split(),
        upload.attempt(),
        upload.triesLeft());
  }

  /** Where the checked archive is to stay; no two attempts write the same object. */
  String archiveKey() {
    return projectId + "/" + datasetId + (attempt == 1 ? "" : "-" + attempt) + ".zip";
  }

  boolean isNewestOf(PendingUpload upload) {
    return upload.attempt() == attempt;
  }
}
