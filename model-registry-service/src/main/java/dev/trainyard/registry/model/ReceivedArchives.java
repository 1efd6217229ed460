package dev.trainyard.registry.model;

import dev.trainyard.kit.integrity.ObjectDisposal;
import dev.trainyard.kit.problem.UnprocessableException;
import dev.trainyard.kit.problem.Violation;
import dev.trainyard.kit.storage.MultipartUploads;
import dev.trainyard.kit.storage.ObjectStorage;
import dev.trainyard.registry.Buckets;
import dev.trainyard.registry.archive.ArchiveVerifier;
import dev.trainyard.registry.archive.InvalidArchiveException;
import dev.trainyard.registry.archive.UploadMissingException;
import dev.trainyard.registry.archive.VerifiedArchive;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Archives that agents have uploaded, whole or in parts. Replicas may fetch the same one at once.
 * Thread-safe.
 */
@ApplicationScoped
class ReceivedArchives {
  /** Parts named in one refusal. */
  private static final int MAX_VIOLATIONS = 100;

  private final PartsUploadRows rows;
  private final MultipartUploads multipart;
  private final ObjectStorage storage;
  private final ArchiveVerifier verifier;
  private final ObjectDisposal disposal;

  ReceivedArchives(
      PartsUploadRows rows,
      MultipartUploads multipart,
      ObjectStorage storage,
      ArchiveVerifier verifier,
      ObjectDisposal disposal) {
    this.rows = rows;
    this.multipart = multipart;
    this.storage = storage;
    this.verifier = verifier;
    this.disposal = disposal;
  }

  /**
   * Brings an archive to this machine's disk and checks it; of parts it makes the object first.
   *
   * @throws UploadMissingException if nothing was uploaded
   * @throws UnprocessableException if parts are missing, or it is not the announced archive
   * @throws InvalidArchiveException if it is no model's archive
   */
  VerifiedArchive fetch(UUID id, CompleteModelRequest request) {
    var upload = rows.find(id);
    upload.ifPresent(parts -> assemble(id, parts, request));
    try {
      return verifier.fetch(
          Buckets.MODELS, Buckets.uploadKey(id), request.sha256(), request.sizeBytes());
    } catch (InvalidArchiveException e) {
      upload
          .filter(parts -> parts.isOf(request.sha256(), request.sizeBytes()))
          // The same parts would make the same archive again.
          .filter(parts -> !isOpen(id, parts))
          .ifPresent(parts -> rows.replace(id, parts, null));
      throw e;
    }
  }

  /**
   * Stores an archive that was fetched where it stays. It is noted for disposal until a row refers
   * to it.
   *
   * @return its key
   */
  String store(UUID id, VerifiedArchive archive, String sha256) {
    var key = Buckets.archiveKey(id, sha256);
    disposal.noteStoring(key);
    storage.put(Buckets.MODELS, key, archive.file(), "application/zip");
    return key;
  }

  /** Removes what was uploaded; the model has what it needs. */
  void remove(UUID id) {
    disposal.removeEarly(Buckets.uploadKey(id));
  }

  private void assemble(UUID id, PartsUpload upload, CompleteModelRequest request) {
    var key = Buckets.uploadKey(id);
    var stored = multipart.parts(Buckets.MODELS, key, upload.uploadId());
    var arrived = upload.division().arrivedAmong(stored);
    var announced = upload.isOf(request.sha256(), request.sizeBytes());
    if (announced && arrived.size() == upload.division().count()) {
      // If another replica is faster, the object is there.
      multipart.complete(
          Buckets.MODELS,
          key,
          upload.uploadId(),
          stored.stream().filter(part -> arrived.contains(part.number())).toList());
    } else if (isOpen(id, upload) && storage.size(Buckets.MODELS, key).isEmpty()) {
      throw announced ? missing(id, upload, arrived) : otherThanAnnounced(id, upload);
    }
  }

  private boolean isOpen(UUID id, PartsUpload upload) {
    return multipart.isOpen(Buckets.MODELS, Buckets.uploadKey(id), upload.uploadId());
  }

  private static UnprocessableException missing(UUID id, PartsUpload upload, Set<Integer> arrived) {
    var violations =
        upload.division().numbers().stream()
            .filter(number -> !arrived.contains(number))
            .map(number -> new Violation("part " + number, "has not arrived whole; send it"))
            .toList();
    return new UnprocessableException(
        "%d of %d parts are missing; POST /api/v1/models/%s/upload tells where to send them."
            .formatted(violations.size(), upload.division().count(), id),
        violations.subList(0, Math.min(violations.size(), MAX_VIOLATIONS)),
        Map.of("modelId", id));
  }

  private static UnprocessableException otherThanAnnounced(UUID id, PartsUpload upload) {
    return new UnprocessableException(
        "The upload in parts is of another archive; complete the model with that, or POST"
            + " /api/v1/models/%s/upload for this one.".formatted(id),
        List.of(
            new Violation(
                "sha256",
                "the upload is of %s with %d bytes"
                    .formatted(upload.sha256(), upload.sizeBytes()))),
        Map.of("modelId", id));
  }
}
